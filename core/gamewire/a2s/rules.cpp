#include <limits>

#include <gamewire/a2s/rules.hpp>

namespace gamewire::inline v0::a2s {

rules_view::summary rules_view::summarize() const noexcept {
  summary found;
  iterator walk = begin();
  for (; walk != end(); ++walk) ++found.complete;
  found.partial = found.complete < declared_;
  found.trailing_bytes = static_cast<std::size_t>(walk.end_ - walk.at_);
  return found;
}

std::expected<rules_view, std::error_code> decode_rules(bytes message) noexcept {
  const auto body = decode_body(message, message_type::rules);
  if (!body) return std::unexpected(body.error());
  byte_reader reader(*body);
  const std::uint16_t declared = reader.u16();
  if (!reader.ok()) return std::unexpected(make_error_code(errc::truncated));
  return rules_view(declared, reader.rest());
}

std::expected<bytes, std::error_code> encode_rules(std::span<const rule_view> list,
                                                   std::span<std::byte> out) noexcept {
  if (list.size() > std::numeric_limits<std::uint16_t>::max())
    return std::unexpected(make_error_code(gamewire::errc::invalid_argument));

  byte_writer writer = start_message(message_type::rules, out);
  writer.u16(static_cast<std::uint16_t>(list.size()));
  for (const rule_view& rule : list) {
    writer.cstring(rule.name);
    writer.cstring(rule.value);
  }
  return writer.result();
}

rules own(const rules_view& view) {
  const auto found = view.summarize();
  rules owned{.declared = view.declared(), .partial = found.partial, .trailing_bytes = found.trailing_bytes};
  owned.list.reserve(found.complete);
  for (const rule_view& rule : view) owned.list.push_back({std::string(rule.name), std::string(rule.value)});
  return owned;
}

}  // namespace gamewire::inline v0::a2s
