#include <string>

#include <gamewire/json/error.hpp>

namespace gamewire::inline v0::json {
namespace {

class json_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.json"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::malformed: return "not JSON";
      case errc::not_utf8: return "JSON that is not UTF-8";
      case errc::wrong_type: return "a JSON value of another kind than expected";
      case errc::out_of_range: return "a JSON number out of range";
      case errc::missing: return "a JSON value is missing";
      case errc::too_deep: return "JSON nested too deeply";
      case errc::too_large: return "more JSON than can be read";
    }
    return "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::too_deep:
      case errc::too_large: return condition::limit;
      default: return condition::protocol;
    }
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const json_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::json
