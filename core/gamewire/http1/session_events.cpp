#include <gamewire/http1/session.hpp>

namespace gamewire::inline v0::http1 {

std::optional<exchange::event> session::poll_event() noexcept {
  if (phase_ == phase::done) return std::nullopt;
  if (told_ != nullptr) spares_.put(std::move(told_));
  if (phase_ == phase::closing && open_.empty()) end({});
  if (!ended_.empty()) return poll_ended();
  if (phase_ == phase::closed) {
    phase_ = phase::done;
    spares_.release();
    return closed{error_, {}};
  }
  if (!open_.empty()) return poll_parts(*open_.first());
  spares_.release();  // who is busy needs them again
  return std::nullopt;
}

/// What is to be told of an answer before its end.
std::optional<exchange::event> session::poll_parts(ask& of) noexcept {
  if (std::exchange(of.head_due, false)) return answer_head{of.id, of.head};
  if (const bytes piece = std::exchange(of.piece, {}); !piece.empty()) return chunk{of.id, piece};
  return std::nullopt;
}

std::optional<exchange::event> session::poll_ended() noexcept {
  if (const auto part = poll_parts(*ended_.first())) return part;
  told_ = ended_.take(*ended_.first());
  const ask& one = *told_;
  if (!one.answered) return failed{one.id, one.error, {one.detail.data(), one.detail_size}};
  const bytes body = one.in_pieces ? bytes{} : one.body.view();
  return answer{one.id, one.head, body, fields(as_text(one.trailers.view())), one.round_trip};
}

}  // namespace gamewire::inline v0::http1
