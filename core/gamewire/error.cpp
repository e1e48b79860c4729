#include <string>

#include <gamewire/error_table.hpp>

namespace gamewire::inline v0 {
namespace {

condition of_generic(std::errc error) noexcept {
  switch (error) {
    case std::errc::timed_out: return condition::timeout;
    case std::errc::connection_refused:
    case std::errc::host_unreachable:
    case std::errc::network_unreachable:
    case std::errc::network_down:
    case std::errc::permission_denied:
    case std::errc::operation_not_permitted: return condition::refused;
    case std::errc::message_size:
    case std::errc::no_buffer_space:
    case std::errc::not_enough_memory:
    case std::errc::too_many_files_open:
    case std::errc::too_many_files_open_in_system: return condition::limit;
    case std::errc::address_family_not_supported:
    case std::errc::function_not_supported:
    case std::errc::not_supported:
    case std::errc::protocol_not_supported: return condition::unsupported;
    case std::errc::address_in_use:
    case std::errc::address_not_available:
    case std::errc::bad_file_descriptor:
    case std::errc::invalid_argument: return condition::usage;
    default: return condition::closed;
  }
}

class condition_names final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire"; }

  [[nodiscard]] std::string message(int value) const override {
    return value >= 1 && value <= static_cast<int>(condition_table.size())
               ? std::string(row(static_cast<condition>(value)).meaning)
               : "unknown condition";
  }

  [[nodiscard]] bool equivalent(const std::error_code& error, int value) const noexcept override {
    return error && condition_of(error) == static_cast<condition>(value);
  }
};

}  // namespace

const std::error_category& condition_category() noexcept {
  static const condition_names instance;
  return instance;
}

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire", error_rows<errc>({
                      {errc::cancelled, condition::closed, "cancelled"},
                      {errc::closed, condition::closed, "closed"},
                      {errc::busy, condition::usage, "no more requests of this kind can be open"},
                      {errc::unknown_request, condition::usage, "no such request is open"},
                      {errc::invalid_options, condition::usage, "an option is out of range"},
                      {errc::invalid_argument, condition::usage, "this cannot be put on the wire"},
                      {errc::no_room, condition::limit, "the buffer is too small"},
                      {errc::no_memory, condition::limit, "out of memory"},
                      {errc::duplicate, condition::usage, "this peer is being asked already"},
                  }));
  return instance;
}

condition condition_of(std::error_code error) noexcept {
  const std::error_condition nearest = error.default_error_condition();
  if (nearest.category() == condition_category()) return static_cast<condition>(nearest.value());
  if (nearest.category() == std::generic_category())
    return of_generic(static_cast<std::errc>(nearest.value()));
  return condition::closed;
}

}  // namespace gamewire::inline v0
