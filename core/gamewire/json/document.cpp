#include <algorithm>
#include <bit>
#include <new>

#include <simdjson.h>

#include <gamewire/json/document.hpp>

namespace gamewire::inline v0::json {
namespace {

constexpr std::size_t least_capacity = 1024;
constexpr std::size_t no_depth = 1;  // stage 2 is never called

std::error_code from_simdjson(simdjson::error_code error) noexcept {
  switch (error) {
    case simdjson::SUCCESS: return {};
    case simdjson::MEMALLOC: return gamewire::errc::no_memory;
    case simdjson::CAPACITY: return errc::too_large;
    case simdjson::UTF8_ERROR: return errc::not_utf8;
    default: return errc::malformed;
  }
}

/// The one for this processor. To find it simdjson allocates, and does not stand a failure.
const simdjson::implementation& implementation() {
  static const simdjson::implementation& best = [] -> const simdjson::implementation& {
    simdjson::get_active_implementation()->name();  // the first use of it decides
    return *simdjson::get_active_implementation();
  }();
  return best;
}

/// So it is found before the program begins, not in the middle of it when memory has run out.
[[maybe_unused]] const simdjson::implementation& found_early = implementation();

/// Looks only at both ends, for a walk over all would cost a tenth of reading it: a bracket is closed by the last token,
/// and anything else is one token.
bool may_be_one_value(const cursor& all) noexcept {
  const char last = all.last(1).peek();
  if (all.peek() == '{') return last == '}';
  if (all.peek() == '[') return last == ']';
  return all.left() == 1;
}

}  // namespace

struct document::index {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> of;

  std::error_code grow(std::size_t size) noexcept {
    if (of && size <= of->capacity()) return {};
    if (size > simdjson::SIMDJSON_MAXSIZE_BYTES) return errc::too_large;
    // Doubled, so that texts that grow do not each take new memory.
    const std::size_t most = simdjson::SIMDJSON_MAXSIZE_BYTES;
    const std::size_t room = size > most / 2 ? most : std::max(least_capacity, std::bit_ceil(size));
    if (of) return from_simdjson(of->allocate(room, no_depth));
    return from_simdjson(implementation().create_dom_parser_implementation(room, no_depth, of));
  }
};

document::document() noexcept = default;
document::document(document&&) noexcept = default;
document& document::operator=(document&&) noexcept = default;
document::~document() = default;

std::expected<value, std::error_code> document::read(bytes text) noexcept {
  if (!index_) index_.reset(new (std::nothrow) index);
  if (!index_) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  if (const auto error = index_->grow(text.size())) {
    index_.reset();  // simdjson may have given up half of what it had
    return std::unexpected(error);
  }
  auto& tokens = *index_->of;
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(text.data());
  if (const auto error = tokens.stage1(begin, text.size(), simdjson::stage1_mode::regular))
    return std::unexpected(from_simdjson(error));
  const std::uint32_t* const first = tokens.structural_indexes.get();
  const cursor all(as_text(text).data(), first, first + tokens.n_structural_indexes);
  if (!may_be_one_value(all)) return std::unexpected(make_error_code(errc::malformed));
  return value(all);
}

void document::release() noexcept { index_.reset(); }

}  // namespace gamewire::inline v0::json
