/// The telling half of a2s::client: what happened, one event at a time.
#include <algorithm>
#include <utility>

#include <gamewire/a2s/client_state.hpp>

namespace gamewire::inline v0::a2s {

// Events are built where they are returned: their views make them large.
std::optional<client::event> client::poll_event() noexcept {
  std::optional<event> told;
  if (phase_ == phase::done) return told;
  if (phase_ == phase::closing && idle()) end({});

  slot& info = slots_[info_slot];
  if (info.is == state::settling && news_ == news::none && now_ >= slot_deadline(info))
    answer(info, baggage_->goldsource.view());

  tell_news(told);
  if (!told) tell_failure(told);
  if (!told && baggage_)
    if (const auto split = baggage_->assembler.poll_incomplete()) told = incomplete{*split};
  if (!told) tell_end(told);
  if (!told && idle()) give_back();
  return told;
}

void client::tell_news(std::optional<event>& told) noexcept {
  switch (std::exchange(news_, news::none)) {
    case news::none: break;
    case news::rejected: told = rejected{error_, raw_}; break;
    case news::unrequested: told = unrequested{*decode_message(raw_), raw_}; break;
    case news::reply: tell_reply(told); break;
  }
}

void client::tell_reply(std::optional<event>& told) noexcept {
  slot& request = *std::ranges::find(slots_, state::answered, &slot::is);
  request.is = state::idle;
  if (request.reason == packed::pack(errc::server_message)) {
    told = failed{request.id, errc::server_message, decode_print(raw_).value_or(std::string_view{})};
    return;
  }
  const nanoseconds round_trip = request.clock.time_since_epoch();
  switch (&request - slots_.data()) {
    case info_slot: {
      const auto view = decode_info(raw_);
      const bool both = baggage_ && !baggage_->goldsource.empty() && view->engine == engine::source;
      told.emplace(std::in_place_type<info_reply>, request.id,
                   both ? merge(*view, *decode_info(baggage_->goldsource.view())) : *view, round_trip, raw_);
      break;
    }
    case players_slot: told = players_reply{request.id, *decode_players(raw_), round_trip, raw_}; break;
    case rules_slot: told = rules_reply{request.id, *decode_rules(raw_), round_trip, raw_}; break;
    default: told = ping_reply{request.id, round_trip};
  }
}

void client::tell_failure(std::optional<event>& told) noexcept {
  const auto request = std::ranges::find(slots_, state::failing, &slot::is);
  if (request == slots_.end()) return;
  request->is = state::idle;
  const auto why = request->reason == packed::conversation ? error_ : packed::unpack(request->reason);
  told = failed{request->id, why, {}};
}

void client::tell_end(std::optional<event>& told) noexcept {
  if (phase_ != phase::closed) return;
  phase_ = phase::done;
  give_back();
  told = closed{error_, {}};
}

}  // namespace gamewire::inline v0::a2s
