#include <gamewire/error_table.hpp>
#include <gamewire/vdf/error.hpp>

namespace gamewire::inline v0::vdf {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.vdf",
      error_rows<errc>({
          {errc::unclosed_quote, condition::protocol, "a quote that is never closed"},
          {errc::unclosed_block, condition::protocol, "the text ends inside of a block"},
          {errc::unexpected_close, condition::protocol, "a } that ends no block"},
          {errc::missing_key, condition::protocol, "a key is missing"},
          {errc::missing_value, condition::protocol, "a key without a value"},
          {errc::bad_condition, condition::protocol,
           "not a condition such as [$WIN32] or [!$X360 && $POSIX]"},
          {errc::utf16, condition::unsupported, "UTF-16: it has to be converted to UTF-8 first"},
          {errc::truncated, condition::protocol, "the data ends too early"},
          {errc::unknown_type, condition::protocol, "an unknown type of entry"},
          {errc::bad_checksum, condition::protocol, "the checksum is wrong"},
          {errc::not_vbkv, condition::protocol, "not VBKV"},
          {errc::trailing_bytes, condition::protocol, "more bytes behind the end"},
          {errc::too_deep, condition::limit, "too many blocks inside each other"},
          {errc::too_many, condition::limit, "more entries than allowed"},
          {errc::unwritable, condition::usage, "a text that cannot be written in this form"},
      }));
  return instance;
}

}  // namespace gamewire::inline v0::vdf
