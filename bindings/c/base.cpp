/// Versions, codes, texts and addresses.
#include <new>
#include <string>

#include <gamewire/text.hpp>

#include "convert.hpp"

using namespace gamewire;
using namespace gamewire::c;

namespace {

/// Of texts that have to be made first, which may take more memory than there is.
template <class Make>
std::size_t write_made(Make make, char* out, std::size_t size) noexcept {
  try {
    return write_text(make(), out, size);
  } catch (const std::bad_alloc&) {
    return write_text({}, out, size);
  }
}

}  // namespace

uint32_t gw_abi_version() noexcept { return GW_ABI_VERSION; }
const char* gw_version() noexcept { return GAMEWIRE_VERSION; }

size_t gw_printable(gw_text text, char* out, size_t size) noexcept {
  return write_made([text] { return printable(from_c(text)); }, out, size);
}

const char* gw_code_name(gw_code code) noexcept {
  const auto number = static_cast<std::size_t>(code);
  if (number == 0) return "ok";
  // The texts of the table are literals, so that a NUL ends them.
  return number <= condition_table.size() ? condition_table[number - 1].code.data() : "unknown";
}

size_t gw_error_message(const gw_error* error, char* out, size_t size) noexcept {
  if (error == nullptr || error->category == nullptr) return write_text({}, out, size);
  const auto* category = static_cast<const std::error_category*>(error->category);
  return write_made([&] { return category->message(error->value); }, out, size);
}

gw_code gw_endpoint_parse(const char* text, uint16_t default_port, gw_endpoint* out) noexcept {
  const auto found = endpoint::parse(from_c(text), default_port);
  if (!found || out == nullptr) return GW_USAGE;
  *out = to_c(*found);
  return GW_OK;
}

size_t gw_endpoint_format(const gw_endpoint* endpoint, char* out, size_t size) noexcept {
  if (endpoint == nullptr) return write_text({}, out, size);
  return write_text(endpoint_text(from_c(*endpoint)).view(), out, size);
}
