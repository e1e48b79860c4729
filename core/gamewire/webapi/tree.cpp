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

/// Goes through the document in a loop: its depth is the server's choice.
vdf::tree to_tree(const pugi::xml_node& root) {
  vdf::tree made;
  pugi::xml_node at = root.first_child();
  while (at) {
    if (at.type() == pugi::node_element) {
      if (has_elements(at)) {
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
    }
    at = at.next_sibling();
  }
  return made;
}

read read_xml(bytes body) {
  pugi::xml_document document;
  const auto result = document.load_buffer(body.data(), body.size(), how_to_parse);
  if (result.status == pugi::status_out_of_memory)
    return std::unexpected(make_error_code(gamewire::errc::no_memory));
  if (!result) return std::unexpected(make_error_code(errc::not_xml));
  return to_tree(document);
}

#else

read read_xml(bytes) { return std::unexpected(make_error_code(errc::xml_unsupported)); }

#endif

}  // namespace

bool reads_xml() noexcept {
#ifdef GAMEWIRE_HAS_PUGIXML
  return true;
#else
  return false;
#endif
}

read read_tree(const reply& of) {
  if (of.error) return std::unexpected(of.error);
  if (of.answer_as == format::xml) return read_xml(of.body);
  if (of.answer_as != format::vdf) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  auto file = vdf::read_text(as_text(of.body));
  if (!file) return std::unexpected(make_error_code(errc::not_vdf));
  return *std::move(file);
}

}  // namespace gamewire::inline v0::webapi
