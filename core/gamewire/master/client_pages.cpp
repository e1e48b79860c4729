/// The other part of master::client: what a page brings, which page comes next, and the events.
#include <algorithm>
#include <limits>
#include <utility>

#include <gamewire/master/client.hpp>
#include <gamewire/random.hpp>

namespace gamewire::inline v0::master {
namespace {

/// No network keeps a datagram for longer than this, nor a master a request.
constexpr nanoseconds latest_copy = std::chrono::seconds(10);

std::uint64_t hash_of(bytes page, std::uint64_t seed) noexcept {
  std::uint64_t hash = seed ^ page.size();
  for (const server_address& each : server_list(page.subspan(page_header.size())).entries())
    hash = mix64(hash ^ each.number());
  return hash | 1;  // 0 is that of no page
}

}  // namespace

void client::receive(bytes datagram, time_point now) noexcept {
  advance(now);
  if (phase_ == phase::closed || phase_ == phase::done || news_ != news::none) return;
  const auto page = decode_page(datagram);
  if (!page) return reject(page.error(), datagram);
  raw_ = datagram;
  const std::uint64_t hash = hash_of(datagram, options_.seed);
  if (state_ != state::in_flight || is_copy(hash)) {
    news_ = news::unrequested;
    return;
  }
  remember(hash);
  take(*page);
}

/// Within a region no page comes twice: the next one begins behind it. The first of another region, or list,
/// can be like one of those before, if that has the same servers, or none. It is doubted as often as those may
/// still have copies under way, and asked for again at once: each request for them that was not answered may be yet,
/// and the network may have made one more. So what was asked again out of doubt, and answered, is no reason for more.
bool client::is_copy(std::uint64_t hash) noexcept {
  seen_page* alike = nullptr;
  unsigned copies = 1;
  for (seen_page& each : seen_) {
    if (each.hash != hash) continue;
    if (each.round == round_) return repeats(each);
    if (now_ >= each.doubted_until) continue;
    if (alike == nullptr) alike = &each;
    copies += each.unanswered;
  }
  if (alike == nullptr || alike->doubts >= copies) return false;
  ++alike->doubts;
  ++doubts_;
  queue();
  return true;
}

bool client::repeats(seen_page& before) noexcept {
  if (before.unanswered != 0) --before.unanswered;
  reason_ = errc::no_progress;
  return true;
}

/// Of the requests that went out for it, one is answered by now, and one for each time that the answer was doubted.
void client::remember(std::uint64_t hash) noexcept {
  const auto unanswered = static_cast<std::uint8_t>(std::min(requests_ - doubts_ - 1, 0xff));
  seen_[seen_next_] = {hash, later(now_, latest_copy), round_, unanswered};
  seen_next_ = static_cast<std::uint8_t>((seen_next_ + 1U) % seen_.size());
}

void client::take(const page_view& page) noexcept {
  ++pages_;
  told_region_ = regions_[region_];
  const std::error_code failed = keep(page.servers);
  if (!fresh_.empty()) news_ = news::servers;
  if (failed) return finish(failed);
  if (limit_ != 0 && told_ >= limit_) return finish({});
  if (page.last && region_ + 1 == region_count_) return finish({});
  if (!page.last && page.servers.empty()) return finish(errc::no_end);
  if (pages_ >= options_.max_pages) return finish(errc::too_many_pages);
  if (page.last) {
    ++region_;
    ++round_;
    last_ = {};
  }
  ask();
}

/// Keeps those that are new for the next event.
std::error_code client::keep(server_list all) noexcept {
  fresh_.clear();
  for (const server_address& each : all.entries()) {
    if (limit_ != 0 && told_ >= limit_) break;
    if (each.is_end()) continue;  // not at its place: nobody's address
    const auto answer = known_.insert(each);
    if (answer == address_set::answer::full) return errc::too_many_servers;
    const bool is_new = answer == address_set::answer::added;
    if (answer == address_set::answer::no_memory ||
        (is_new && !fresh_.append(std::as_bytes(std::span(&each, 1)))))
      return gamewire::errc::no_memory;
    told_ += is_new ? 1 : 0;
    last_ = each;
  }
  return {};
}

/// What is asked for next is another page than before.
void client::ask() noexcept {
  attempt_ = 0;
  requests_ = 0;
  doubts_ = 0;
  for (seen_page& each : seen_) each.doubts = 0;
  reason_ = {};
  queue();
}

void client::queue() noexcept {
  state_ = state::queued;
  clock_ = never;
}

/// It may have been meant as the page, which is remembered for the case that nothing better comes.
void client::reject(std::error_code why, bytes datagram) noexcept {
  if (state_ == state::in_flight) reason_ = why;
  rejected_ = why;
  raw_ = datagram;
  news_ = news::rejected;
}

std::optional<client::event> client::poll_event() noexcept {
  if (phase_ == phase::done) return {};
  if (news_ != news::none) return tell_news();
  if (state_ == state::ended) return tell_end_of_list();
  if (phase_ == phase::closing && state_ == state::idle) end({});
  if (phase_ == phase::closed) {
    phase_ = phase::done;
    give_back();
    return closed{closed_, {}};
  }
  if (state_ == state::idle) give_back();
  return {};
}

std::optional<client::event> client::tell_news() noexcept {
  switch (std::exchange(news_, news::none)) {
    case news::servers: return servers{id_, told_region_, server_list(fresh_.view())};
    case news::unrequested: return unrequested{*decode_page(raw_)};
    case news::rejected: return rejected{rejected_, raw_};
    case news::none: break;
  }
  return {};
}

client::event client::tell_end_of_list() noexcept {
  state_ = state::idle;
  if (pages_ == 0 || error_ == gamewire::errc::cancelled) return failed{id_, error_, {}};
  return listed{.id = id_,
                .servers = told_,
                .pages = pages_,
                .partial = static_cast<bool>(error_),
                .error = error_,
                .region = regions_[region_],
                .last = last_.is_end() ? endpoint{} : last_.to_endpoint()};
}

}  // namespace gamewire::inline v0::master
