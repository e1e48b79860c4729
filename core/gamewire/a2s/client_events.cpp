/// The telling half of a2s::client: what happened, one event at a time.
#include <algorithm>
#include <utility>

#include <gamewire/a2s/client_state.hpp>

namespace gamewire::inline v0::a2s {

std::optional<client::event> client::poll_event() noexcept {
  if (phase_ == phase::done) return std::nullopt;
  if (phase_ == phase::closing && idle()) end({});

  slot& info = slots_[info_slot];
  if (info.is == state::settling && news_ == news::none && now_ >= slot_deadline(info))
    answer(info, baggage_->goldsource.view());

  if (auto event = poll_news()) return event;
  if (auto event = poll_failure()) return event;
  if (baggage_)
    if (const auto split = baggage_->assembler.poll_incomplete()) return incomplete{*split};
  if (auto event = poll_end()) return event;
  if (idle()) give_back();
  return std::nullopt;
}

std::optional<client::event> client::poll_news() noexcept {
  switch (std::exchange(news_, news::none)) {
    case news::none: return std::nullopt;
    case news::rejected: return rejected{error_, raw_};
    case news::unrequested: return unrequested{*decode_message(raw_), raw_};
    case news::reply: break;
  }
  slot& request = *std::ranges::find(slots_, state::answered, &slot::is);
  request.is = state::idle;
  if (request.reason == packed::pack(errc::server_message))
    return failed{request.id, errc::server_message, decode_print(raw_).value_or(std::string_view{})};
  return reply_event(request);
}

client::event client::reply_event(slot& request) noexcept {
  const nanoseconds round_trip = request.clock.time_since_epoch();
  switch (&request - slots_.data()) {
    case info_slot: {
      auto view = *decode_info(raw_);
      if (baggage_ && !baggage_->goldsource.empty() && view.engine == engine::source)
        view = merge(view, *decode_info(baggage_->goldsource.view()));
      return info_reply{request.id, view, round_trip, raw_};
    }
    case players_slot: return players_reply{request.id, *decode_players(raw_), round_trip, raw_};
    case rules_slot: return rules_reply{request.id, *decode_rules(raw_), round_trip, raw_};
    default: return ping_reply{request.id, round_trip};
  }
}

std::optional<client::event> client::poll_failure() noexcept {
  const auto request = std::ranges::find(slots_, state::failing, &slot::is);
  if (request == slots_.end()) return std::nullopt;
  request->is = state::idle;
  const auto why = request->reason == packed::conversation ? error_ : packed::unpack(request->reason);
  return failed{request->id, why, {}};
}

std::optional<client::event> client::poll_end() noexcept {
  if (phase_ != phase::closed) return std::nullopt;
  phase_ = phase::done;
  give_back();
  return closed{error_, {}};
}

}  // namespace gamewire::inline v0::a2s
