/// Names to endpoints, without waiting. Not for users.
#pragma once

#include <optional>
#include <utility>

#include <asio/post.hpp>

#include <gamewire/asio/watch.hpp>
#include <gamewire/driver_options.hpp>
#include <gamewire/resolution.hpp>

namespace gamewire::inline v0::asio::detail {

using found_endpoints = resolution::outcome;

/// A name that can be asked for. Not by Asio's resolver, which keeps its context, its end too, until the
/// system's has answered.
template <class Executor>
class lookup {
 public:
  lookup(const Executor& on, address of, ip_preference prefer, resolver by)
      : watch_(on), of_(std::move(of)), prefer_(prefer), by_(std::move(by)), on_(on) {}

  /// Asks, unless that is under way, and calls `then(found_endpoints)` in a handler that `owner` makes.
  template <class Owner, class Then>
  void wait(Owner& owner, Then then) {
    if (posted_) return;
    if (!asked_) asked_.emplace(of_, prefer_, by_);
    auto known = asked_->take();
    if (!known)
      if (const auto error = watch_.follow(asked_->descriptor())) known = std::unexpected(error);
    if (known) return post(owner, std::move(then), *std::move(known));
    watch_.wait(watch_.readable, owner, [this, then] {
      auto found = asked_->take();
      forget();
      if (found) then(*std::move(found));
    });
  }
  /// Calls nobody, and keeps the context no longer, until the next `wait`.
  void rest() noexcept { watch_.cancel(); }
  void forget() noexcept {
    watch_.let_go();
    asked_.reset();
  }

 private:
  template <class Owner, class Then>
  void post(Owner& owner, Then then, found_endpoints found) {
    forget();
    posted_ = true;
    ::asio::post(on_, owner.wake([this, then, found = std::move(found)]() mutable {
      posted_ = false;
      then(std::move(found));
    }));
  }

  watch<Executor> watch_;
  std::optional<resolution> asked_;
  address of_;
  ip_preference prefer_;
  resolver by_;
  Executor on_;
  bool posted_ = false;
};

}  // namespace gamewire::inline v0::asio::detail
