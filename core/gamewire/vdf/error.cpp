#include <string>

#include <gamewire/vdf/error.hpp>

namespace gamewire::inline v0::vdf {
namespace {

class vdf_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.vdf"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::unclosed_quote: return "a quote that is never closed";
      case errc::unclosed_block: return "the text ends inside of a block";
      case errc::unexpected_close: return "a } that ends no block";
      case errc::missing_key: return "a key is missing";
      case errc::missing_value: return "a key without a value";
      case errc::bad_condition: return "not a condition such as [$WIN32] or [!$X360 && $POSIX]";
      case errc::utf16: return "UTF-16: it has to be converted to UTF-8 first";
      case errc::truncated: return "the data ends too early";
      case errc::unknown_type: return "an unknown type of entry";
      case errc::bad_checksum: return "the checksum is wrong";
      case errc::not_vbkv: return "not VBKV";
      case errc::trailing_bytes: return "more bytes behind the end";
      case errc::too_deep: return "too many blocks inside each other";
      case errc::unwritable: return "a text that cannot be written in this form";
    }
    return "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::too_deep: return condition::limit;
      case errc::utf16: return condition::unsupported;
      case errc::unwritable: return condition::usage;
      default: return condition::protocol;
    }
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const vdf_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::vdf
