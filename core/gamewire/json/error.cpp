#include <gamewire/error_table.hpp>
#include <gamewire/json/error.hpp>

namespace gamewire::inline v0::json {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.json",
      error_rows<errc>({
          {errc::malformed, condition::protocol, "not JSON"},
          {errc::not_utf8, condition::protocol, "JSON that is not UTF-8"},
          {errc::wrong_type, condition::protocol, "a JSON value of another kind than expected"},
          {errc::out_of_range, condition::protocol, "a JSON number out of range"},
          {errc::missing, condition::protocol, "a JSON value is missing"},
          {errc::too_deep, condition::limit, "JSON nested too deeply"},
          {errc::too_large, condition::limit, "more JSON than can be read"},
      }));
  return instance;
}

}  // namespace gamewire::inline v0::json
