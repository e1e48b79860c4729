/// What a driver hands its events to: any callable. One that returns false wants no more for now; one that
/// returns nothing wants all of them.
#pragma once

#include <concepts>
#include <functional>
#include <type_traits>

namespace gamewire::inline v0 {

/// What takes events of this type.
template <class F, class Event>
concept handler_of = std::invocable<F, const Event&>;

/// Calls it; does it want more?
template <class Event, handler_of<Event> F>
bool hand_over(F& on_event, const Event& happened) {
  if constexpr (std::is_void_v<std::invoke_result_t<F&, const Event&>>) {
    std::invoke(on_event, happened);
    return true;
  } else {
    return std::invoke(on_event, happened);
  }
}

/// The handler of events that nobody wants.
struct ignore {
  template <class Event>
  void operator()(const Event&) const noexcept {}
};

}  // namespace gamewire::inline v0
