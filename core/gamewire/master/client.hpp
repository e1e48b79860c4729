/// The client side of the master server protocol: asks one master for its list of game servers.
///
/// A machine (machine.hpp states the contract). One command, many events of addresses, one that ends it:
///
///     master::client client;
///     auto id = client.request_list({.regions = regions_named("europe"), .filter = chosen.text()});
///     while (auto event = client.poll_event())
///       if (auto* page = std::get_if<master::servers>(&*event))
///         for (const endpoint& server : page->list) …
///
/// What it does by itself: asks region after region and page after page from where the last one stopped,
/// waits where the master limits what it answers, asks again for pages that were lost, drops addresses that
/// came before, and says how far it got when a list is cut short.
///
/// A page does not say which request it answers. What may be the late copy of one that came before is
/// therefore not taken for the answer to a new request: within a region never. The first page of a region that is
/// like one of the last ten seconds, of a region or list before, is asked for once more, and once more for each
/// request for that one which is unanswered: eight empty regions take fifteen requests. Only a network that makes
/// several copies within that time, or holds some up for longer than sixteen other pages, can still pass off one
/// region's page as another's.
///
/// All pages must be asked from one local port, or the master begins again with the first: one machine, one
/// socket. Valve's own masters (hl2master.steampowered.com:27011) have been silent since October 2025.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include <gamewire/handover.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/master/address_set.hpp>
#include <gamewire/master/page.hpp>
#include <gamewire/master/request.hpp>
#include <gamewire/token_bucket.hpp>

namespace gamewire::inline v0::master {

struct client_options {
  /// How long the first attempt at a page waits for it; each next one waits half as long again, all of them
  /// within ±10 %.
  nanoseconds timeout = std::chrono::milliseconds(1500);
  /// Attempts at a page after the first, at most 32.
  std::uint8_t retries = 2;
  /// The time that a whole list has; none: only its pages have theirs, and as many as there are take as long
  /// as that.
  std::optional<nanoseconds> deadline = std::nullopt;
  /// How often requests may go out in the long run, retries included, and how many at once before that. What
  /// is known of Valve's masters differs: 20 a minute, 60 in five minutes, and then five minutes of silence.
  /// The default keeps within both. `interval` 0: no limit.
  nanoseconds interval = std::chrono::seconds(6);
  std::uint32_t burst = 10;
  /// Addresses remembered to drop those that come again, in 16 to 32 bytes each while a list is open; a list
  /// with more is cut short there.
  std::size_t max_servers = std::size_t{1} << 18U;
  /// Pages of one list, those that bring nothing new included.
  std::uint32_t max_pages = 4096;
  /// Feeds the jitter of timeouts and the hash of addresses.
  std::uint64_t seed = 0;

  /// `errc::invalid_options` for times that are not positive (a negative `interval`) or, but for the deadline, longer
  /// than a day; too many retries; limits of 0; a `burst` of more than a million.
  [[nodiscard]] std::error_code validate() const noexcept;
  /// What attempt number `attempt` (from 0) waits, before jitter; and the deadline of a list, if it has one.
  [[nodiscard]] nanoseconds attempt_timeout(unsigned attempt) const noexcept;
  [[nodiscard]] nanoseconds total_deadline() const noexcept { return deadline.value_or(nanoseconds::max()); }
};

/// What to list.
struct query {
  /// Asked in turn, each once; none is `world`.
  std::span<const region> regions = {};
  /// As `filter` writes it, at most `max_filter_size` bytes.
  std::string_view filter = {};
  /// As many servers and no more; 0: all.
  std::size_t limit = 0;
  /// To go on where another list was cut short: the `last` of that, and from its region on.
  endpoint after = {};
};

/// Some more servers, none of which was in an earlier event of this request. The list lives as long as the
/// event.
struct servers {
  request_id request;
  master::region region;  // that was asked for them
  server_list list;
};

/// The end of a list. It is `partial` when it was cut short: `error` says by what, and it is not known what
/// comes after the server `last` of `region`; a family of none means its first page.
struct listed {
  using owned = listed;
  request_id id;
  std::size_t servers;  // in all events
  std::uint32_t pages;  // that came
  bool partial;
  std::error_code error;
  master::region region;
  endpoint last;
};

/// It has no views.
inline listed own(const listed& end) noexcept { return end; }

/// A page that no request waits for, or a copy of one that came before.
struct unrequested {
  page_view page;
};

/// A datagram that is no page.
struct rejected {
  std::error_code error;  // `not_a_page`
  bytes datagram;
};

class client {
 public:
  static constexpr framing wire = framing::datagram;
  /// Of one query.
  static constexpr std::size_t most_regions = 16;
  using options = client_options;
  using event = std::variant<servers, listed, failed, closed, unrequested, rejected>;

  /// Copies the options. When they are not valid, the client is closed from the start, and its `closed` event
  /// says why.
  explicit client(const options& chosen = {}) noexcept;
  client(client&&) noexcept = default;
  client& operator=(client&&) noexcept = default;
  ~client() = default;

  /// Copies what it is asked. Its events are `servers`, any number of them, and at the end `listed`, or
  /// `failed` when there was not one page. Errors (nothing happens): `errc::busy` while another list is open,
  /// `errc::invalid_argument` (more than `most_regions`, a filter with a NUL or too long, a v6 `after`),
  /// `errc::closed`.
  accepted request_list(const query& what) noexcept;
  /// Ends the open request: its event is `failed` with `errc::cancelled`. Else `errc::unknown_request`.
  std::error_code cancel(request_id id) noexcept;

  // The machine.
  void receive(bytes datagram, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };
  enum class state : std::uint8_t {
    idle,       // no list is open
    queued,     // its next page is to be asked for
    in_flight,  // was asked for
    ended,      // the last event tells how
  };
  enum class news : std::uint8_t { none, servers, unrequested, rejected };

  /// An answer, to know its copies by.
  struct seen_page {
    std::uint64_t hash = 0;
    time_point doubted_until = time_point::min();
    std::uint32_t round = 0;      // of which region of which list
    std::uint8_t unanswered = 0;  // requests for it whose answer may still come
    std::uint16_t doubts = 0;     // how often the page that is asked for now was taken for its copy
  };

  void advance(time_point now) noexcept { now_ = std::max(now_, now); }
  void start_clocks() noexcept;
  [[nodiscard]] bool waits() const noexcept { return state_ == state::queued || state_ == state::in_flight; }
  [[nodiscard]] bool may_send() const noexcept { return rate_.available(now_) != 0; }
  [[nodiscard]] time_point attempt_deadline() const noexcept;

  [[nodiscard]] bool is_copy(std::uint64_t hash) noexcept;
  bool repeats(seen_page& before) noexcept;
  void remember(std::uint64_t hash) noexcept;
  void take(const page_view& page) noexcept;
  [[nodiscard]] std::error_code keep(server_list all) noexcept;
  void ask() noexcept;
  void queue() noexcept;
  void reject(std::error_code why, bytes datagram) noexcept;

  void end_attempt(std::error_code because) noexcept;
  void finish(std::error_code why) noexcept;
  void end(std::error_code why) noexcept;
  void give_back() noexcept;
  std::optional<event> tell_news() noexcept;
  event tell_end_of_list() noexcept;

  options options_;
  token_bucket rate_;
  time_point now_ = time_point::min();

  // The open list.
  request_id id_ = request_id::none;
  std::array<region, most_regions> regions_{};
  std::array<char, max_filter_size> filter_{};
  std::size_t filter_size_ = 0;
  std::size_t limit_ = 0;
  std::uint8_t region_count_ = 0;
  std::uint8_t region_ = 0;  // which is being asked
  server_address last_{};    // behind which the next page begins
  std::uint32_t pages_ = 0;
  std::size_t told_ = 0;
  address_set known_;
  time_point deadline_ = never;

  // Its next page.
  time_point clock_ = never;  // queued: since when it could go out; in flight: when it went
  std::uint8_t attempt_ = 0;
  std::uint16_t requests_ = 0;  // that went out for it
  std::uint16_t doubts_ = 0;    // answers to those that were taken for copies
  std::error_code reason_;      // why it is not here, as far as known

  std::array<seen_page, 16> seen_{};  // the last ones, of earlier lists too, as a ring
  std::uint8_t seen_next_ = 0;
  std::uint32_t round_ = 0;  // every region of every list is one

  byte_buffer fresh_;  // what the next event of servers shows
  std::array<std::byte, max_request_size> outbound_{};
  bytes raw_;  // what the next event is about
  region told_region_{};
  std::error_code error_;     // why the list ended
  std::error_code rejected_;  // why raw_ was
  std::error_code closed_;    // why the conversation ended
  std::uint32_t last_id_ = 0;
  request_id offered_ = request_id::none;  // whose request poll_transmit gave out
  state state_ = state::idle;
  news news_ = news::none;
  handover<phase, phase::done> phase_ = phase::open;
};

static_assert(machine<client>);

}  // namespace gamewire::inline v0::master
