#include <algorithm>
#include <cstring>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/split.hpp>

namespace gamewire::inline v0::a2s {
namespace {

bool holds_at(bytes in, std::size_t offset, bytes what) noexcept {
  return in.size() >= offset + what.size() && std::memcmp(in.data() + offset, what.data(), what.size()) == 0;
}

/// A reply without its FF FF FF FF, as some servers send them when they split.
bool type_at(bytes in, std::size_t offset) noexcept {
  if (offset >= in.size()) return false;
  switch (static_cast<message_type>(in[offset])) {
    case message_type::info:
    case message_type::players:
    case message_type::rules: return true;
    default: return false;
  }
}

/// Does the size field of the Source form, if there is one, agree with the payload? All fragments but the
/// last are full.
bool size_field_fits(bytes datagram) noexcept {
  byte_reader reader(datagram.subspan(8));
  const unsigned count = reader.u8();
  reader.u8();
  const std::size_t size = reader.u16();
  return reader.ok() && (count > 1 ? reader.size() == size : reader.size() <= size);
}

/// Could bytes 8 to 11 be those of the Source form? For datagrams that tell nothing else.
bool plausible_source_header(bytes datagram) noexcept {
  byte_reader reader(datagram.subspan(8));
  const unsigned count = reader.u8();
  const unsigned index = reader.u8();
  const unsigned size = reader.u16();
  return size >= 1 && size <= 4096 && count <= 32 && index < count;
}

/// What a datagram tells that would be fragment 0 in the Source forms, from the most telling place down.
form_guess guess_source_form(bytes datagram) noexcept {
  using enum split_form;
  if (holds_at(datagram, 10, whole_header)) return {source_2006, evidence::strong};
  if (holds_at(datagram, 12, whole_header)) return {source, evidence::strong};
  byte_reader id(datagram.subspan(4));
  if (is_compressed(id.u32())) {
    if (looks_compressed(datagram.subspan(10))) return {source_2006, evidence::strong};
    if (datagram.size() >= 12 && looks_compressed(datagram.subspan(12))) return {source, evidence::strong};
  }
  if (type_at(datagram, 12) && (!type_at(datagram, 10) || size_field_fits(datagram)))
    return {source, evidence::weak};
  if (type_at(datagram, 10)) return {source_2006, evidence::weak};
  return {source, evidence::none};
}

}  // namespace

std::expected<fragment, std::error_code> decode_fragment(bytes datagram, split_form form) noexcept {
  if (!has_split_header(datagram)) return std::unexpected(make_error_code(errc::not_a2s));
  if (datagram.size() < header_size(form)) return std::unexpected(make_error_code(errc::truncated));
  byte_reader reader(datagram.subspan(split_header.size()));
  fragment made;
  made.id = reader.u32();
  made.count = reader.u8();
  if (form == split_form::goldsource) {
    made.index = made.count >> 4;
    made.count &= 15;
  } else {
    made.index = reader.u8();
    if (form == split_form::source) reader.u16();
  }
  if (made.index >= made.count) return std::unexpected(make_error_code(errc::bad_split));
  made.payload = reader.rest();
  return made;
}

form_guess guess_form(bytes datagram) noexcept {
  using enum split_form;
  if (datagram.size() <= header_size(goldsource)) return {goldsource, evidence::none};
  const auto at = [datagram](std::size_t i) { return std::to_integer<unsigned>(datagram[i]); };
  if (at(8) >> 4 == 0 && holds_at(datagram, 9, whole_header)) return {goldsource, evidence::strong};
  if (at(9) == 0)
    if (const form_guess guess = guess_source_form(datagram); guess.how_sure != evidence::none) return guess;
  return {plausible_source_header(datagram) ? source : goldsource, evidence::none};
}

std::size_t fragment_count(const split_plan& plan, std::size_t message_size) noexcept {
  if (plan.payload_size == 0) return 0;
  const std::size_t count =
      message_size / plan.payload_size + (message_size % plan.payload_size != 0 ? 1 : 0);
  return count <= max_fragments(plan.form) ? count : 0;
}

std::expected<bytes, std::error_code> encode_fragment(const split_plan& plan, bytes message,
                                                      std::size_t index, std::span<std::byte> out) noexcept {
  const std::size_t count = fragment_count(plan, message.size());
  if (index >= count) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  const bytes rest = message.subspan(index * plan.payload_size);
  byte_writer writer(out);
  writer.raw(split_header);
  writer.u32(plan.id);
  if (plan.form == split_form::goldsource) {
    writer.u8(static_cast<std::uint8_t>(index << 4 | count));
  } else {
    writer.u8(static_cast<std::uint8_t>(count));
    writer.u8(static_cast<std::uint8_t>(index));
    if (plan.form == split_form::source) writer.u16(plan.payload_size);
  }
  writer.raw(rest.first(std::min<std::size_t>(rest.size(), plan.payload_size)));
  if (!writer.ok()) return std::unexpected(make_error_code(gamewire::errc::no_room));
  return writer.written();
}

}  // namespace gamewire::inline v0::a2s
