/// The telling half of a2s::client: what happened, one event at a time.
#include <algorithm>
#include <utility>

#include <gamewire/a2s/client_state.hpp>

namespace gamewire::inline v0::a2s {

// Events are large, and built where they are returned: none lies in a variable that others fill.
std::optional<client::event> client::poll_event() noexcept {
  if (phase_ == phase::done) return {};
  if (phase_ == phase::closing && idle()) end({});

  slot& info = slots_[info_slot];
  if (info.is == state::settling && news_ == news::none && now_ >= slot_deadline(info))
    answer(info, baggage_->goldsource.view());

  if (news_ != news::none) return tell_news();
  if (const auto failing = std::ranges::find(slots_, state::failing, &slot::is); failing != slots_.end())
    return tell_failure(*failing);
  if (baggage_)
    if (const auto split = baggage_->assembler.poll_incomplete()) return incomplete{*split};
  if (phase_ == phase::closed) return tell_end();
  if (idle()) give_back();
  return {};
}

std::optional<client::event> client::tell_news() noexcept {
  switch (std::exchange(news_, news::none)) {
    case news::rejected: return rejected{error_, raw_};
    case news::unrequested: return unrequested{*decode_message(raw_), raw_};
    case news::reply: return tell_reply(*std::ranges::find(slots_, state::answered, &slot::is));
    case news::none: break;
  }
  return {};
}

std::optional<client::event> client::tell_reply(slot& request) noexcept {
  request.is = state::idle;
  if (request.reason == packed::pack(errc::server_message))
    return failed{request.id, errc::server_message, decode_print(raw_).value_or(std::string_view{})};
  const nanoseconds round_trip = request.clock.time_since_epoch();
  switch (&request - slots_.data()) {
    case info_slot: {
      const auto view = decode_info(raw_);
      const bool both = baggage_ && !baggage_->goldsource.empty() && view->engine == engine::source;
      return info_reply{request.id, both ? merge(*view, *decode_info(baggage_->goldsource.view())) : *view,
                        round_trip, raw_};
    }
    case players_slot: return players_reply{request.id, *decode_players(raw_), round_trip, raw_};
    case rules_slot: return rules_reply{request.id, *decode_rules(raw_), round_trip, raw_};
    default: return ping_reply{request.id, round_trip};
  }
}

std::optional<client::event> client::tell_failure(slot& request) noexcept {
  request.is = state::idle;
  const auto why = request.reason == packed::conversation ? error_ : packed::unpack(request.reason);
  return failed{request.id, why, {}};
}

std::optional<client::event> client::tell_end() noexcept {
  phase_ = phase::done;
  give_back();
  return closed{error_, {}};
}

}  // namespace gamewire::inline v0::a2s
