#include <algorithm>

#include <gamewire/webapi/tree.hpp>

#ifdef GAMEWIRE_HAS_PUGIXML
#include <pugixml.hpp>
#endif

namespace gamewire::inline v0::webapi {
namespace {

using read = std::expected<vdf::tree, std::error_code>;

#ifdef GAMEWIRE_HAS_PUGIXML

constexpr unsigned how_to_parse = pugi::parse_default | pugi::parse_trim_pcdata;

bool has_elements(const pugi::xml_node& of) {
  for (const pugi::xml_node& child : of.children())
    if (child.type() == pugi::node_element) return true;
  return false;
}

/// Of a document, which has one element.
bool has_one_element(const pugi::xml_node& of) {
  const auto is_element = [](const pugi::xml_node& child) { return child.type() == pugi::node_element; };
  return std::ranges::count_if(of.begin(), of.end(), is_element) == 1;
}

/// Each node and each attribute takes one of these, and far more memory than that.
std::size_t marks_in(std::string_view xml) {
  return static_cast<std::size_t>(std::ranges::count_if(xml, [](char c) { return c == '<' || c == '='; }));
}

read too_large(vdf::errc why) { return std::unexpected(make_error_code(why)); }

/// Goes through the document in a loop: its depth is the server's choice.
read to_tree(const pugi::xml_node& root, const tree_options& options) {
  vdf::tree made;
  std::size_t depth = 0;
  pugi::xml_node at = root.first_child();
  while (at) {
    if (at.type() == pugi::node_element) {
      if (made.size() == options.max_entries) return too_large(vdf::errc::too_many);
      if (has_elements(at)) {
        if (depth++ == options.max_depth) return too_large(vdf::errc::too_deep);
        made.begin_block(at.name());
        at = at.first_child();
        continue;
      }
      made.pair(at.name(), std::string_view(at.text().get()));
    }
    while (at && !at.next_sibling()) {
      at = at.parent();
      if (at == root) return made;
      made.end_block();
      --depth;
    }
    at = at.next_sibling();
  }
  return made;
}

read read_xml(bytes body, const tree_options& options) {
  if (marks_in(as_text(body)) / 4 > options.max_entries) return too_large(vdf::errc::too_many);
  pugi::xml_document document;
  const auto result = document.load_buffer(body.data(), body.size(), how_to_parse);
  if (result.status == pugi::status_out_of_memory)
    return std::unexpected(make_error_code(gamewire::errc::no_memory));
  if (!result || !has_one_element(document)) return std::unexpected(make_error_code(errc::not_xml));
  return to_tree(document, options);
}

#else

read read_xml(bytes, const tree_options&) { return std::unexpected(make_error_code(errc::xml_unsupported)); }

#endif

}  // namespace

bool reads_xml() noexcept {
#ifdef GAMEWIRE_HAS_PUGIXML
  return true;
#else
  return false;
#endif
}

read read_tree(const reply& of, const tree_options& options) {
  if (of.error) return std::unexpected(of.error);
  if (of.answer_as == format::xml) return read_xml(of.body, options);
  if (of.answer_as != format::vdf) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  auto file =
      vdf::read_text(as_text(of.body), {.max_depth = options.max_depth, .max_entries = options.max_entries});
  if (file) return *std::move(file);
  const std::error_code why = file.error().error;
  return std::unexpected(why == condition::limit ? why : make_error_code(errc::not_vdf));
}

}  // namespace gamewire::inline v0::webapi
