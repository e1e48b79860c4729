/// Answers in VDF and XML: both are names with texts, or with more names, below each other.
#pragma once

#include <expected>
#include <system_error>

#include <gamewire/vdf/tree.hpp>
#include <gamewire/webapi/reply.hpp>

namespace gamewire::inline v0::webapi {

/// The bounds of what is made.
struct tree_options {
  /// How many elements, pairs and blocks there may be, before it is `vdf::errc::too_many`. Of XML, what else takes
  /// memory is bounded by four times as many.
  std::size_t max_entries = vdf::default_max_entries;
  /// And how many inside each other, before it is `vdf::errc::too_deep`.
  std::size_t max_depth = vdf::text_options{}.max_depth;
};

/// The body of an answer that was asked for in VDF or XML. Of XML, elements become blocks, and those with nothing but
/// text pairs; attributes, of which the Web API has none, are left out, and external entities are not looked for.
/// Errors: `reply.error`, if there is one; `errc::not_vdf`, `not_xml`; `xml_unsupported`; those of the options;
/// `gamewire::errc::no_memory`; `invalid_argument` for one in JSON. Throws std::bad_alloc.
std::expected<vdf::tree, std::error_code> read_tree(const reply& of, const tree_options& options = {});

/// Was this library built with a reader of XML?
bool reads_xml() noexcept;

}  // namespace gamewire::inline v0::webapi
