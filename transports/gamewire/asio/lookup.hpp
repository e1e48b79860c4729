/// Names to endpoints, without waiting. Only for the headers of the Asio driver.
#pragma once

#include <expected>
#include <utility>
#include <vector>

#include <asio/error.hpp>
#include <asio/ip/basic_resolver.hpp>
#include <asio/ip/udp.hpp>
#include <asio/post.hpp>

#include <gamewire/driver_options.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::asio::detail {

using found_endpoints = std::expected<std::vector<endpoint>, std::error_code>;

inline resolve_errc to_resolve_errc(std::error_code error) noexcept {
  if (error == ::asio::error::host_not_found || error == ::asio::error::service_not_found)
    return resolve_errc::not_found;
  if (error == ::asio::error::no_data || error == ::asio::error::address_family_not_supported)
    return resolve_errc::no_address;
  if (error == ::asio::error::host_not_found_try_again) return resolve_errc::try_again;
  return resolve_errc::failed;
}

inline bool is_default(const resolver& chosen) noexcept {
  const auto* function = chosen.target<decltype(&gamewire::resolve)>();
  return function != nullptr && *function == &gamewire::resolve;
}

/// One question to Asio's resolver; or to the user's own, if there is one, in a handler of its own.
template <class Executor>
class lookup {
 public:
  lookup(const Executor& on, address of, ip_preference prefer, resolver by)
      : resolver_(on), of_(std::move(of)), prefer_(prefer), by_(std::move(by)) {}

  /// Calls `then(found_endpoints)`, a handler of Asio's; this must live until then.
  template <class Then>
  void start(Then then) {
    // Literal addresses need nobody, so ours finds them without waiting.
    if (!is_default(by_) || is_literal(of_)) {
      ::asio::post(resolver_.get_executor(),
                   [this, then = std::move(then)]() mutable { then(by_(of_, prefer_)); });
      return;
    }
    resolver_.async_resolve(
        of_.host, {}, [this, then = std::move(then)](std::error_code error, const auto& results) mutable {
          if (error) return then(found_endpoints(std::unexpected(make_error_code(to_resolve_errc(error)))));
          std::vector<endpoint> found;
          for (const auto& one : results)
            found.push_back(system::to_endpoint(*one.endpoint().data()).with_port(of_.port));
          then(select(found, prefer_));
        });
  }

  void cancel() { resolver_.cancel(); }

 private:
  ::asio::ip::basic_resolver<::asio::ip::udp, Executor> resolver_;
  address of_;
  ip_preference prefer_;
  resolver by_;
};

}  // namespace gamewire::inline v0::asio::detail
