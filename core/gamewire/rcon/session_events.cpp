#include <cstring>

#include <gamewire/rcon/session.hpp>

namespace gamewire::inline v0::rcon {

std::optional<client::event> session::poll_event() noexcept {
  if (phase_ == phase::done) return std::nullopt;
  if (told_ != nullptr) spares_.put(std::move(told_));
  if (phase_ == phase::closing && open_.empty()) end({});
  const bool news_first = !news_.empty() && (ended_.empty() || news_.front().place < ended_.first()->ended);
  if (news_first) return poll_news();
  if (!ended_.empty()) return poll_ended();
  if (phase_ == phase::closed) {
    phase_ = phase::done;
    give_back();
    return closed{error_, as_text(detail_.view())};
  }
  give_back();
  return std::nullopt;
}

std::optional<client::event> session::poll_news() noexcept {
  const news_item& item = news_.front();
  news_.pop();
  switch (item.is) {
    case news_item::kind::authenticated: return authenticated{};
    case news_item::kind::chunk:
      return chunk{item.of->id, item.of->reply.view().subspan(item.offset, item.size)};
    case news_item::kind::disconnected: {
      disconnected told{};
      std::memcpy(&told, news_.mail(item).data(), sizeof told);
      return told;
    }
    case news_item::kind::unsolicited: return unsolicited{item.type, item.id, news_.mail(item)};
  }
  return std::nullopt;
}

std::optional<client::event> session::poll_ended() noexcept {
  told_ = ended_.take(*ended_.first());
  const command& one = *told_;
  switch (one.is) {
    case command::state::replied: return reply{one.id, one.reply.view(), one.partial, one.round_trip};
    case command::state::sent: return sent{one.id};
    default: return failed{one.id, one.error, {}};
  }
}

/// Once all has been told, and only then: events show what is in these. Who is busy needs the memory again.
void session::give_back() noexcept {
  news_.clear();
  if (commands_ != 0) return;
  news_.release();
  spares_.release();
  if (message_ == message::none) outbound_.release();
}

}  // namespace gamewire::inline v0::rcon
