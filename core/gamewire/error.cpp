#include <string>

#include <gamewire/error.hpp>

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

class base_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::cancelled: return "cancelled";
      case errc::closed: return "closed";
      case errc::busy: return "no more requests of this kind can be open";
      case errc::unknown_request: return "no such request is open";
      case errc::invalid_options: return "an option is out of range";
      case errc::invalid_argument: return "this cannot be put on the wire";
      case errc::no_room: return "the buffer is too small";
      case errc::no_memory: return "out of memory";
      case errc::duplicate: return "this peer is being asked already";
    }
    return "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::cancelled:
      case errc::closed: return condition::closed;
      case errc::busy:
      case errc::unknown_request:
      case errc::invalid_options:
      case errc::invalid_argument:
      case errc::duplicate: return condition::usage;
      case errc::no_room:
      case errc::no_memory: return condition::limit;
    }
    return {value, *this};
  }
};

}  // namespace

const std::error_category& condition_category() noexcept {
  static const condition_names instance;
  return instance;
}

const std::error_category& category() noexcept {
  static const base_errors instance;
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
