#include <bit>

#include <gamewire/vdf/tree.hpp>

namespace gamewire::inline v0::vdf {
namespace {

/// The bits of a number; of a text, 0.
std::uint64_t bits_of(const value& of) noexcept {
  if (const auto* int32 = std::get_if<std::int32_t>(&of)) return static_cast<std::uint32_t>(*int32);
  if (const auto* float32 = std::get_if<float>(&of)) return std::bit_cast<std::uint32_t>(*float32);
  if (const auto* to = std::get_if<pointer>(&of)) return to->address;
  if (const auto* rgba = std::get_if<colour>(&of)) return std::bit_cast<std::uint32_t>(*rgba);
  if (const auto* uint64 = std::get_if<std::uint64_t>(&of)) return *uint64;
  if (const auto* int64 = std::get_if<std::int64_t>(&of)) return static_cast<std::uint64_t>(*int64);
  return 0;
}

}  // namespace

void tree::begin_block(std::string_view key) {
  open_.push_back(entries_.size());
  entries_.push_back({store(key), key.size(), not_ended, value_type::block});
}

void tree::end_block() {
  if (open_.empty()) return;
  entries_[open_.back()].end = entries_.size();
  open_.pop_back();
}

void tree::pair(std::string_view key, const value& of) {
  entry made{store(key), key.size(), entries_.size() + 1, type_of(of), 0, bits_of(of)};
  std::optional<std::string_view> text;
  if (const auto* string = std::get_if<std::string_view>(&of)) text = *string;
  if (const auto* wide = std::get_if<wide_text>(&of)) text = as_text(wide->units);
  if (text) {
    made.text_size = text->size();
    made.bits = store(*text);
  }
  entries_.push_back(made);
}

std::size_t tree::store(std::string_view text) {
  const std::size_t at = text_.size();
  text_.append(text);
  return at;
}

std::optional<tree::node> tree::find(std::initializer_list<std::string_view> path) const noexcept {
  node_range among = children();
  std::optional<node> found;
  for (const std::string_view key : path) {
    found = among.find(key);
    if (!found) return std::nullopt;
    among = found->children();
  }
  return found;
}

std::string_view tree::node::key() const noexcept { return tree_->text_at(row().key_at, row().key_size); }

vdf::value tree::node::value() const noexcept {
  const entry& of = row();
  const auto low = static_cast<std::uint32_t>(of.bits);
  switch (of.type) {
    case value_type::string: return tree_->text_of(of);
    case value_type::int32: return static_cast<std::int32_t>(low);
    case value_type::float32: return std::bit_cast<float>(low);
    case value_type::pointer: return pointer{low};
    case value_type::wide_string: return wide_text{as_bytes(tree_->text_of(of))};
    case value_type::colour: return std::bit_cast<colour>(low);
    case value_type::uint64: return of.bits;
    case value_type::int64: return static_cast<std::int64_t>(of.bits);
    default: return std::string_view{};
  }
}

std::string_view tree::node::text() const noexcept {
  const vdf::value of = value();
  const auto* string = std::get_if<std::string_view>(&of);
  return string != nullptr ? *string : std::string_view{};
}

tree::node_range tree::node::children() const noexcept {
  return {*tree_, index_ + 1, is_block() ? tree_->end_of(index_) : index_ + 1};
}

std::optional<tree::node> tree::node::find(std::string_view key) const noexcept {
  return children().find(key);
}

std::optional<tree::node> tree::node_range::find(std::string_view key) const noexcept {
  for (const node& each : *this)
    if (same_key(each.key(), key)) return each;
  return std::nullopt;
}

std::expected<tree, fault> read_text(std::string_view text, const text_options& options) {
  tree made;
  for (text_reader reader(text, options); true;) {
    if (!reader.next()) {
      if (reader.error()) return std::unexpected(fault{reader.error(), reader.where()});
      return made;
    }
    if (made.size() == options.max_entries && reader.kind() != item::block_end)
      return std::unexpected(fault{errc::too_many, reader.where()});
    switch (reader.kind()) {
      case item::block: made.begin_block(own(reader.key())); break;
      case item::block_end: made.end_block(); break;
      default: {
        const std::string said = own(reader.value());
        made.pair(own(reader.key()), said);
      }
    }
  }
}

std::expected<tree, fault> read_binary(bytes in, const binary_options& options) {
  std::size_t skipped = 0;
  if (is_vbkv(in)) {
    const auto content = open_vbkv(in);
    if (!content) return std::unexpected(fault{content.error(), {}});
    skipped = in.size() - content->size();
    in = *content;
  }
  tree made;
  binary_reader reader(in, options);
  while (reader.next()) {
    if (made.size() == options.max_entries && reader.kind() != item::block_end)
      return std::unexpected(fault{errc::too_many, {skipped + reader.where().offset, 0, 0}});
    switch (reader.kind()) {
      case item::block: made.begin_block(reader.key()); break;
      case item::block_end: made.end_block(); break;
      default: made.pair(reader.key(), reader.value());
    }
  }
  if (reader.error()) return std::unexpected(fault{reader.error(), {skipped + reader.where().offset, 0, 0}});
  if (!reader.rest().empty())
    return std::unexpected(fault{errc::trailing_bytes, {skipped + in.size() - reader.rest().size(), 0, 0}});
  return made;
}

}  // namespace gamewire::inline v0::vdf
