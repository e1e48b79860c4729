#include "output/foreign_json.hpp"

#include <gamewire/hide_secret.hpp>

namespace gamewire::cli {

json read_foreign(std::string_view text) {
  constexpr int deepest = 256;
  bool too_deep = false;
  const auto fits = [&too_deep](int depth, json::parse_event_t, json&) {
    too_deep |= depth > deepest;
    return !too_deep;  // what is not kept is not in the tree
  };
  json tree = json::parse(text, fits, false);
  return too_deep ? json(json::value_t::discarded) : tree;
}

std::string without(std::string text, std::string_view secret) {
  hide_secret(text, secret);
  return text;
}

json without(const json& tree, std::string_view secret) {
  if (tree.is_string()) return without(tree.get<std::string>(), secret);
  json made = tree.is_structured() ? json(tree.type()) : tree;
  if (tree.is_array())
    for (const json& one : tree) made.push_back(without(one, secret));
  if (tree.is_object())
    for (const auto& [name, value] : tree.items()) made[without(name, secret)] = without(value, secret);
  return made;
}

}  // namespace gamewire::cli
