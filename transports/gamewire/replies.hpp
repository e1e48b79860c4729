/// What ended the requests of one machine, kept as owned twins until somebody asks.
#pragma once

#include <any>
#include <concepts>
#include <expected>
#include <map>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

#include <gamewire/machine.hpp>

namespace gamewire::inline v0 {

/// Why there is no reply: `failed` or `closed` with a text of its own.
struct failure {
  std::error_code error;
  std::string detail;  // as of `failed`; may be empty
};

/// An event that answers one request and has an owned twin, which `own` makes.
template <class E>
concept reply = requires(const E& event) {
  typename E::owned;
  { event.id } -> std::convertible_to<request_id>;
  { own(event) } -> std::same_as<typename E::owned>;
};

/// The request that an event ends; `none` when it ends none, or all.
template <class Event>
request_id ended_by(const Event& event) {
  return std::visit(
      []<class E>(const E& one) {
        if constexpr (reply<E> || std::same_as<E, failed>) return one.id;
        return request_id::none;
      },
      event);
}

/// What ended requests that nobody has asked for yet.
class replies {
 public:
  /// Keeps an event that ends a request, or all of them. Else false: it is somebody else's.
  template <class Event>
  bool keep(const Event& event) {
    return std::visit([this](const auto& one) { return this->keep_one(one); }, event);
  }

  /// Has this request ended, and been kept?
  [[nodiscard]] bool has(request_id id) const { return kept_.contains(id); }

  /// Gives away what ended the request; why the conversation ended when nothing did.
  template <reply Reply>
  std::expected<typename Reply::owned, failure> take(request_id id) {
    auto found = kept_.extract(id);
    if (found.empty()) return std::unexpected(end_);
    if (auto* answer = std::any_cast<typename Reply::owned>(&found.mapped())) return std::move(*answer);
    if (auto* why = std::any_cast<failure>(&found.mapped())) return std::unexpected(std::move(*why));
    return std::unexpected(failure{errc::invalid_argument, "the request was another one"});
  }

 private:
  template <class E>
  bool keep_one(const E& event) {
    if constexpr (reply<E>) {
      kept_.insert_or_assign(event.id, std::any(own(event)));
    } else if constexpr (std::same_as<E, failed>) {
      kept_.insert_or_assign(event.id, std::any(failure{event.error, std::string(event.detail)}));
    } else if constexpr (std::same_as<E, closed>) {
      end_ = {event.error ? event.error : make_error_code(errc::closed), std::string(event.detail)};
    } else {
      return false;
    }
    return true;
  }

  std::map<request_id, std::any> kept_;
  failure end_{errc::closed, {}};
};

}  // namespace gamewire::inline v0
