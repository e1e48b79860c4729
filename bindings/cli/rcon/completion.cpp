#include "rcon/completion.hpp"

#include <algorithm>
#include <array>

#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

constexpr std::array shell_words{"help", "exit", "quit"};

class completer {
 public:
  completer(std::string_view before, const rcon_console& console)
      : console_(console), cvars_(console.cvars()) {
    const std::size_t command = before.find_last_of(';') + 1;  // several commands may stand in a line
    const std::size_t last = std::max(command, before.find_last_of(" \t") + 1);
    found_.word = before.substr(last);
    head_ = trimmed(before.substr(command, last - command));
  }

  completion run() && {
    if (head_.empty())
      first();
    else
      argument(first_word(head_));
    return std::move(found_);
  }

 private:
  void first() {
    if (found_.word.starts_with('!')) return own_commands();
    for (const std::string_view each : shell_words)
      if (!cvars_ || cvars_->find(each) == nullptr) offer(each, "");
    names();
    std::ranges::sort(found_.candidates, {}, &candidate::text);
  }

  void argument(std::string_view name) {
    const bool second = first_word(head_).size() == head_.size();
    if (name == "!connect") return second ? hosts() : void();
    if (name.starts_with('!')) return;
    if (name == "help") return own_commands(), names();
    const rcon::cvar* known = cvars_ ? cvars_->find(name) : nullptr;
    if (known != nullptr && !known->command)
      second ? offer(known->value, known->help) : void();
    else if (!found_.word.empty())  // all names are too many to be of help
      names();
  }

  void own_commands() {
    for (const shell_command& each : shell_commands()) offer(each.name, each.help);
  }

  void names() {
    if (!cvars_) return;
    for (const rcon::cvar& each : cvars_->with_prefix(found_.word))
      found_.candidates.push_back({each.name, each.command ? each.help : each.value + "  " + each.help});
  }

  void hosts() {
    for (const configured_host& each : console_.hosts()) offer(each.name, each.address);
  }

  void offer(std::string_view text, std::string_view about) {
    if (!text.empty() && text.starts_with(found_.word))
      found_.candidates.push_back({std::string(text), std::string(about)});
  }

  const rcon_console& console_;
  std::shared_ptr<const cvar_table> cvars_;
  std::string_view head_;  // the command's words before the one that is being typed
  completion found_;
};

}  // namespace

std::string completion::common() const {
  if (candidates.empty()) return "";
  std::string_view shared = candidates.front().text;
  for (const candidate& each : candidates)
    shared = shared.substr(
        0, static_cast<std::size_t>(std::ranges::mismatch(shared, each.text).in1 - shared.begin()));
  return std::string(shared);
}

completion complete(std::string_view before, const rcon_console& console) {
  return completer(before, console).run();
}

}  // namespace gamewire::cli
