#include <algorithm>

#include <gamewire/asf/log_entry.hpp>
#include <gamewire/asf/log_history.hpp>

namespace gamewire::inline v0::asf {

bool log_history::add(std::string_view entry) noexcept {
  if (!text_.append(as_bytes(entry))) return false;
  ends_[size_++] = static_cast<std::uint32_t>(text_.size());
  const std::uint64_t hash = told_.hash(entry);
  place(hash);
  if (broken_ || overlap_.add(told_, hash)) return true;
  if (overlap_.known() == 0 && !stray_ && in_order_[size_ - 1])
    stray_ = size_ - 1;
  else
    broken_ = true;
  return true;
}

void log_history::place(std::uint64_t entry) noexcept {
  std::size_t at = behind_;
  while (at != told_.size() && told_[at] != entry) ++at;
  if (at == told_.size())
    in_order_.set(size_ - 1);
  else
    behind_ = at + 1;
}

void log_history::judge() noexcept {
  const bool overlaps = overlap_.known() != 0;
  overlaps ? judge_behind_overlap() : judge_in_order();
  if (stray_ == 0 && is_older(0, 1)) stray_.reset(), new_.set(0);
  const std::size_t first = stray_ == 0 ? 1 : 0;
  foreign_ = !overlaps && first != size_ && new_[first];
  if (stray_ && comes_again(told_.hash((*this)[*stray_]))) stray_.reset();
}

/// Or it has come long before.
bool log_history::comes_again(std::uint64_t stray) const noexcept {
  for (std::size_t at = 0; at != size_; ++at)
    if (new_[at] && told_.hash((*this)[at]) == stray) return true;
  for (std::size_t at = 0; at != told_.size(); ++at)
    if (told_[at] == stray) return true;
  return false;
}

void log_history::judge_behind_overlap() noexcept {
  std::size_t known = overlap_.known();
  for (std::size_t at = 0; at != size_; ++at) {
    if (at == stray_) continue;
    if (known != 0)
      --known;
    else
      new_.set(at);
  }
}

void log_history::judge_in_order() noexcept {
  new_ = in_order_;
  stray_.reset();
  if (is_first_ahead()) stray_ = 0, new_.reset(0);
}

bool log_history::is_older(std::size_t one, std::size_t than) const noexcept {
  if (std::max(one, than) >= size_) return false;
  const std::string_view time = read_log_entry((*this)[one]).time;
  return !time.empty() && time < read_log_entry((*this)[than]).time;
}

/// That shows by its time, or because the next one was told.
bool log_history::is_first_ahead() const noexcept {
  return size_ > 1 && in_order_[0] && (!in_order_[1] || is_older(1, 0));
}

}  // namespace gamewire::inline v0::asf
