#include <utility>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/publication.hpp>

namespace gamewire::inline v0::a2s {
namespace {

std::unexpected<std::error_code> failure(std::error_code why) noexcept { return std::unexpected(why); }

}  // namespace

std::expected<publication, std::error_code> publication::prepare(bytes message,
                                                                 const packaging& how) noexcept {
  byte_buffer whole;
  if (!has_whole_header(message) && !whole.append(whole_header)) return failure(gamewire::errc::no_memory);
  if (!whole.append(message)) return failure(gamewire::errc::no_memory);

  if (whole.size() <= how.max_datagram) {
    publication made;
    made.datagrams_ = std::move(whole);
    made.count_ = 1;
    return made;
  }
  if (how.compress && how.split.form != split_form::goldsource && has_bzip2()) {
    byte_buffer squeezed;
    if (const auto error = compress(whole.view(), squeezed)) return failure(error);
    if (squeezed.size() < whole.size()) {
      split_plan plan = how.split;
      plan.id |= 0x80000000U;
      return split(squeezed.view(), plan);
    }
  }
  return split(whole.view(), how.split);
}

std::expected<publication, std::error_code> publication::split(bytes body, const split_plan& plan) noexcept {
  publication made;
  made.count_ = fragment_count(plan, body.size());
  if (made.count_ == 0) return failure(errc::too_large);

  const std::size_t header = header_size(plan.form);
  made.stride_ = header + plan.payload_size;
  if (!made.datagrams_.resize(body.size() + made.count_ * header)) return failure(gamewire::errc::no_memory);
  for (std::size_t i = 0; i < made.count_; ++i) {
    const auto written = encode_fragment(plan, body, i, made.datagrams_.data().subspan(i * made.stride_));
    if (!written) return failure(written.error());
  }
  return made;
}

}  // namespace gamewire::inline v0::a2s
