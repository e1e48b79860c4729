/// A descriptor that is not Asio's, as something that Asio can wait for. Only for its own headers.
#pragma once

#include <asio/detail/config.hpp>

#if defined(ASIO_HAS_POSIX_STREAM_DESCRIPTOR)
#include <asio/posix/basic_stream_descriptor.hpp>
#else
#include <asio/basic_socket.hpp>
#include <asio/generic/datagram_protocol.hpp>
#endif

namespace gamewire::inline v0::asio::detail {

#if defined(ASIO_HAS_POSIX_STREAM_DESCRIPTOR)

template <class Executor>
class waitable : public ::asio::posix::basic_stream_descriptor<Executor> {
  using base = ::asio::posix::basic_stream_descriptor<Executor>;

 public:
  /// Who waits until it is writable hears as well that it never will be.
  static constexpr bool hides_failure = false;

  using base::base;
  std::error_code borrow(int descriptor) {
    std::error_code error;
    this->assign(descriptor, error);
    return error;
  }
  void give_back() { this->release(); }
};

#else

/// Winsock's select tells that connecting has failed to those alone who ask for that. Completion ports do not let go of a
/// socket that they once had, on many a system: build with ASIO_DISABLE_IOCP.
template <class Executor>
class waitable : public ::asio::basic_socket<::asio::generic::datagram_protocol, Executor> {
  using base = ::asio::basic_socket<::asio::generic::datagram_protocol, Executor>;

 public:
  static constexpr bool hides_failure = true;

  explicit waitable(const Executor& on) : base(on) {}
  /// That it were for datagrams, and of what family, matters to none who only wait.
  std::error_code borrow(int descriptor) {
    std::error_code error;
    this->assign({AF_INET, 0}, static_cast<typename base::native_handle_type>(descriptor), error);
    return error;
  }
  void give_back() { this->release(); }
};

#endif

}  // namespace gamewire::inline v0::asio::detail
