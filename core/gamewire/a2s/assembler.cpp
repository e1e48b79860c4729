#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include <gamewire/a2s/assembler.hpp>
#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/split_group.hpp>

namespace gamewire::inline v0::a2s {
namespace {

constexpr std::uint8_t most_groups = 16;

using outcome = split_group::outcome;

std::error_code as_error(outcome failure) noexcept {
  switch (failure) {
    case outcome::no_memory: return gamewire::errc::no_memory;
    case outcome::too_large: return errc::too_large;
    default: return errc::bad_split;
  }
}

/// Why a datagram is no fragment in any form.
std::optional<std::error_code> fault_of(bytes datagram) noexcept {
  if (!has_split_header(datagram)) return errc::not_a2s;
  if (datagram.size() < header_size(split_form::goldsource)) return errc::truncated;
  if (!std::in_range<std::uint32_t>(datagram.size())) return errc::too_large;
  return std::nullopt;
}

}  // namespace

std::error_code assembler_options::validate() const noexcept {
  const bool good = max_groups >= 1 && max_groups <= most_groups && max_fragments >= 1 &&
                    max_assembled >= 1 && max_decompressed >= 1 && split_timeout > nanoseconds::zero();
  return good ? std::error_code{} : gamewire::errc::invalid_options;
}

struct assembler::state {
  using result = std::expected<std::optional<bytes>, std::error_code>;

  std::unique_ptr<split_group[]> groups;  // the open ones in front, the oldest first
  std::size_t open = 0;
  byte_buffer ordered;   // a message whose fragments came out of order
  byte_buffer unpacked;  // a message that was compressed
  std::array<incomplete_split, most_groups> reports{};
  std::size_t reported = 0;

  static std::unique_ptr<state> make(std::size_t max_groups) noexcept {
    std::unique_ptr<state> made(new (std::nothrow) state);
    if (made) made->groups.reset(new (std::nothrow) split_group[max_groups]);
    return made && made->groups ? std::move(made) : nullptr;
  }

  split_group* find(std::uint32_t id) noexcept {
    for (split_group& group : std::span(groups.get(), open))
      if (group.id() == id) return &group;
    return nullptr;
  }

  /// Moves the group behind the open ones. Its content stays where it is until the next one starts there.
  void close(split_group& group) noexcept {
    split_group& last = groups[--open];
    if (&group != &last) std::rotate(&group, &group + 1, &last + 1);
  }

  void give_up(split_group& group) noexcept {
    if (reported < reports.size() && !group.is_echo())
      reports[reported++] = {.id = group.id(), .have = group.have(), .total = group.total()};
    close(group);
  }

  /// Which of the open messages gives way to another.
  split_group& least_wanted() noexcept {
    const std::span all(groups.get(), open);
    const auto echo = std::ranges::find_if(all, &split_group::is_echo);
    return echo != all.end() ? *echo : all.front();
  }

  void expire(time_point now) noexcept {
    while (open != 0 && groups[0].deadline() <= now) give_up(groups[0]);
  }

  /// Finds or makes a place for a datagram that does not simply follow on what its group has. `group` is that
  /// of its id, if any; then the one that took it or failed to; none if the fault is the datagram's own.
  outcome place(split_group*& group, const split_piece& piece, bytes datagram, time_point now,
                const assembler_options& options, const recent_fragments& recent) noexcept {
    const auto layouts = piece.possible();
    if ((layouts & piece.within(options.max_fragments)) == 0) {
      group = nullptr;
      return layouts == 0 ? outcome::contradicts : outcome::too_large;
    }
    if (group != nullptr) {
      const outcome added = group->add(piece, datagram, options);
      if (added != outcome::contradicts) return added;
      give_up(*group);
    }
    const bool echo = recent.holds(piece.id(), [&] { return piece.fingerprint(datagram); }, now);
    if (open == options.max_groups) {
      if (echo) return outcome::duplicate;
      give_up(least_wanted());
    }
    group = &groups[open++];
    group->set_echo(echo);
    if (!group->start(piece.id(), later(now, options.split_timeout), options)) return outcome::no_memory;
    return group->add(piece, datagram, options);
  }

  result finish(split_group& group, std::size_t max_decompressed, std::uint32_t& decompressions) noexcept {
    const auto whole = group.join(ordered);
    const bool compressed = whole && group.may_be_compressed() && looks_compressed(*whole);
    close(group);
    if (!whole) return std::unexpected(make_error_code(gamewire::errc::no_memory));
    if (!compressed) return bytes(whole->data(), whole->size());
    if (decompressions == 0) return std::unexpected(make_error_code(errc::too_large));
    if (decompressions != unlimited) --decompressions;
    if (const auto error = decompress(*whole, max_decompressed, unpacked)) return std::unexpected(error);
    return unpacked.view();
  }
};

assembler::assembler(const assembler_options& options) noexcept : options_(options) {
  options_.max_groups = std::clamp<std::uint8_t>(options.max_groups, 1, most_groups);
}

assembler::assembler(assembler&&) noexcept = default;
assembler& assembler::operator=(assembler&&) noexcept = default;
assembler::~assembler() = default;

std::expected<std::optional<bytes>, std::error_code> assembler::add(bytes datagram, time_point now) noexcept {
  if (const auto fault = fault_of(datagram)) return std::unexpected(*fault);
  if (!state_) state_ = state::make(options_.max_groups);
  if (!state_) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  state_->expire(now);

  const split_piece piece(datagram);
  split_group* group = state_->find(piece.id());
  const outcome added = group != nullptr && group->is_next(piece)
                            ? group->append(piece, datagram, options_)
                            : state_->place(group, piece, datagram, now, options_, recent_);
  if (added == outcome::duplicate) return std::nullopt;
  if (added == outcome::taken) {
    if (group->is_echo())
      group->set_echo(recent_.holds(piece.id(), [&] { return piece.fingerprint(datagram); }, now));
    if (!group->complete()) return std::nullopt;
    group->leave_to(recent_, later(now, options_.split_timeout));
    return state_->finish(*group, options_.max_decompressed, decompressions_);
  }
  if (group != nullptr) state_->close(*group);
  return std::unexpected(as_error(added));
}

void assembler::on_timeout(time_point now) noexcept {
  if (state_) state_->expire(now);
}

void assembler::abandon() noexcept {
  while (open() != 0) state_->give_up(state_->groups[0]);
}

std::optional<incomplete_split> assembler::poll_incomplete() noexcept {
  if (!state_ || state_->reported == 0) return std::nullopt;
  const incomplete_split first = state_->reports[0];
  std::shift_left(state_->reports.begin(), state_->reports.end(), 1);
  --state_->reported;
  return first;
}

time_point assembler::deadline() const noexcept { return open() != 0 ? state_->groups[0].deadline() : never; }

std::size_t assembler::open() const noexcept { return state_ ? state_->open : 0; }

std::size_t assembler::memory() const noexcept {
  if (!state_) return 0;
  std::size_t sum = sizeof(state) + state_->ordered.capacity() + state_->unpacked.capacity();
  for (const split_group& group : std::span(state_->groups.get(), options_.max_groups))
    sum += sizeof(split_group) + group.memory();
  return sum;
}

void assembler::release() noexcept {
  if (!state_) return;
  if (state_->open == 0 && state_->reported == 0) return state_.reset();
  state_->ordered.release();
  state_->unpacked.release();
  for (split_group& closed : std::span(state_->groups.get(), options_.max_groups).subspan(state_->open))
    closed.release();
}

}  // namespace gamewire::inline v0::a2s
