#include <algorithm>

#include <gamewire/aster/transcript.hpp>

namespace gamewire::inline v0::aster {

known_message own(const message& from) {
  return {.uuid = from.uuid,
          .author = from.author,
          .channel = from.channel,
          .content = from.content.str(),
          .date = from.date,
          .edited = from.edited,
          .reply = from.reply ? std::optional(*from.reply) : std::nullopt};
}

void transcript::apply(const client::event& event) {
  if (const auto* said = std::get_if<posted>(&event)) {
    add(own(said->what));
  } else if (const auto* change = std::get_if<edited>(&event)) {
    if (known_message* const known = find(change->message)) {
      known->content = change->content.str();
      known->edited = true;
    }
  } else if (const auto* gone = std::get_if<deleted>(&event)) {
    for (auto& [channel, all] : channels_)
      std::erase_if(all, [&](const known_message& one) { return one.uuid == gone->message; });
  } else if (const auto* answered = std::get_if<answer>(&event);
             answered && answered->which == command::history) {
    if (const auto page = result<history>(*answered)) add_page(*page);
  }
}

void transcript::add(known_message one) {
  if (known_message* const known = find(one.uuid)) {
    *known = std::move(one);
    return;
  }
  std::vector<known_message>& all = channels_[one.channel];
  all.push_back(std::move(one));
  if (all.size() > most_) all.erase(all.begin());
}

/// Each goes before the first of those that follow it in the page and are known; or to the end.
void transcript::add_page(const list<message>& page) {
  std::vector<known_message> given;
  for (const message& one : page) given.push_back(own(one));
  if (given.empty()) return;
  std::vector<known_message>& all = channels_[given.front().channel];
  const auto place_of = [&](uuid id) {
    return std::ranges::find(all, id, &known_message::uuid) - all.begin();
  };
  const auto size = [&] { return static_cast<std::ptrdiff_t>(all.size()); };
  // A page without one that is known lies before them all, if it is older than the oldest.
  const bool older = !all.empty() && given.back().date <= all.front().date;
  std::ptrdiff_t at = older ? 0 : size();
  for (auto one = given.rbegin(); one != given.rend(); ++one) {
    const std::ptrdiff_t place = place_of(one->uuid);
    if (place != size()) {
      at = place;
      all[static_cast<std::size_t>(place)] = std::move(*one);
    } else {
      all.insert(all.begin() + at, std::move(*one));
    }
  }
  if (all.size() > most_) all.erase(all.begin(), all.begin() + (size() - static_cast<std::ptrdiff_t>(most_)));
}

accepted transcript::fetch_before(client& from, uuid channel, std::uint32_t count) const {
  const auto& known = in(channel);
  if (known.size() >= most_) return std::unexpected(make_error_code(gamewire::errc::no_room));
  return from.ask(history{.channel = channel,
                          .count = count,
                          .before = known.empty() ? std::nullopt : std::optional(known.front().uuid)});
}

const std::vector<known_message>& transcript::in(uuid channel) const noexcept {
  static const std::vector<known_message> none;
  const auto found = channels_.find(channel);
  return found == channels_.end() ? none : found->second;
}

const known_message* transcript::get_message(uuid message) const noexcept {
  for (const auto& [channel, all] : channels_)
    if (const auto found = std::ranges::find(all, message, &known_message::uuid); found != all.end())
      return &*found;
  return nullptr;
}

known_message* transcript::find(uuid message) noexcept {
  return const_cast<known_message*>(get_message(message));
}

}  // namespace gamewire::inline v0::aster
