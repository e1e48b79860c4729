#include <string>

#include <gamewire/master/error.hpp>

namespace gamewire::inline v0::master {
namespace {

class master_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.master"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::timeout: return "no answer in time";
      case errc::not_a_page: return "not a page of a server list";
      case errc::not_a_request: return "not a request for a server list";
      case errc::no_progress: return "the master server repeats its pages";
      case errc::no_end: return "the list stops without its end";
      case errc::too_many_servers: return "the list has more servers than the limit";
      case errc::too_many_pages: return "the list has more pages than the limit";
      case errc::bad_filter: return "a filter that cannot be read";
    }
    return "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::timeout: return condition::timeout;
      case errc::too_many_servers:
      case errc::too_many_pages: return condition::limit;
      default: return condition::protocol;
    }
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const master_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::master
