#include <string>

#include <gamewire/windows/native.hpp>

namespace gamewire::inline v0::system {
namespace {

struct meaning {
  int winsock;
  std::errc posix;
};

constexpr std::array meanings{
    meaning{WSAEACCES, std::errc::permission_denied},
    meaning{WSAEADDRINUSE, std::errc::address_in_use},
    meaning{WSAEADDRNOTAVAIL, std::errc::address_not_available},
    meaning{WSAEAFNOSUPPORT, std::errc::address_family_not_supported},
    meaning{WSAEBADF, std::errc::bad_file_descriptor},
    meaning{WSAECONNABORTED, std::errc::connection_aborted},
    meaning{WSAECONNREFUSED, std::errc::connection_refused},
    meaning{WSAECONNRESET, std::errc::connection_reset},
    meaning{WSAEFAULT, std::errc::bad_address},
    meaning{WSAEHOSTUNREACH, std::errc::host_unreachable},
    meaning{WSAEINTR, std::errc::interrupted},
    meaning{WSAEINVAL, std::errc::invalid_argument},
    meaning{WSAEISCONN, std::errc::already_connected},
    meaning{WSAEMFILE, std::errc::too_many_files_open},
    meaning{WSAEMSGSIZE, std::errc::message_size},
    meaning{WSAENETDOWN, std::errc::network_down},
    meaning{WSAENETRESET, std::errc::network_reset},
    meaning{WSAENETUNREACH, std::errc::network_unreachable},
    meaning{WSAENOBUFS, std::errc::no_buffer_space},
    meaning{WSAENOTCONN, std::errc::not_connected},
    meaning{WSAENOTSOCK,
            std::errc::bad_file_descriptor},  // it has no other word for a number that names nothing
    meaning{WSAEOPNOTSUPP, std::errc::operation_not_supported},
    meaning{WSAEPROTONOSUPPORT, std::errc::protocol_not_supported},
    meaning{WSAESHUTDOWN, std::errc::broken_pipe},
    meaning{WSAESOCKTNOSUPPORT, std::errc::protocol_not_supported},
    meaning{WSAETIMEDOUT, std::errc::timed_out},
    meaning{WSAEWOULDBLOCK, std::errc::operation_would_block},
};

/// libstdc++ 12 knows what these codes mean neither in words nor in POSIX's.
class winsock_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "winsock"; }

  [[nodiscard]] std::string message(int code) const override {
    std::array<char, 512> text;
    const DWORD size = ::FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr,
                                        static_cast<DWORD>(code), 0, text.data(), text.size(), nullptr);
    std::string said(text.data(), size);
    while (said.ends_with('\n') || said.ends_with('\r') || said.ends_with('.')) said.pop_back();
    return said.empty() ? "winsock error " + std::to_string(code) : said;
  }

  [[nodiscard]] std::error_condition default_error_condition(int code) const noexcept override {
    for (const meaning& one : meanings)
      if (one.winsock == code) return one.posix;
    return {code, *this};
  }
};

}  // namespace

std::error_code to_error(int winsock) noexcept {
  static const winsock_errors category;
  return {winsock, category};
}

}  // namespace gamewire::inline v0::system
