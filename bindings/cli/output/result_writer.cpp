#include "output/result_writer.hpp"

#include "terminal/interrupt.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t enough = 1U << 20;  // bytes

/// What comes in such a while is written together.
constexpr auto rest_between_writes = std::chrono::milliseconds(5);
constexpr auto rest_between_looks = std::chrono::milliseconds(100);

constexpr const char* erase_line = "\r\x1b[K";

}  // namespace

result_writer::result_writer(output& out, bool shows_progress, std::function<void()> wake)
    : out_(out), shows_progress_(shows_progress), wake_(std::move(wake)), thread_([this] { work(); }) {}

result_writer::~result_writer() { stop(); }

void result_writer::add(std::string_view lines) {
  const std::lock_guard lock(mutex_);
  if (lost_) return;
  if (waiting_.empty()) changed_.notify_one();
  waiting_ += lines;
}

void result_writer::show(std::string progress) {
  const std::lock_guard lock(mutex_);
  progress_ = std::move(progress);
}

bool result_writer::full() {
  const std::lock_guard lock(mutex_);
  return awaited_ = waiting_.size() >= enough;
}

bool result_writer::lost() {
  const std::lock_guard lock(mutex_);
  return lost_.has_value();
}

void result_writer::finish() {
  stop();
  if (lost_) throw *lost_;
}

void result_writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void result_writer::work() {
  leave_signals_to_others();
  std::unique_lock lock(mutex_);
  while (!lost_ && !(ending_ && waiting_.empty())) {
    const auto has_work = [this] { return ending_ || !waiting_.empty(); };
    if (shows_progress_)
      changed_.wait_for(lock, rest_between_looks, has_work);
    else
      changed_.wait(lock, has_work);
    const std::string lines = std::exchange(waiting_, {});
    const std::string progress = progress_;
    if (std::exchange(awaited_, false)) wake_();
    lock.unlock();
    std::optional<output_lost> lost;
    try {
      write(lines, progress);
    } catch (const output_lost& error) {
      lost = error;
    }
    lock.lock();
    lost_ = lost;
    if (lost_) wake_();
    changed_.wait_for(lock, rest_between_writes, [this] { return ending_; });
  }
  if (shows_progress_) to_stderr(erase_line);
}

void result_writer::write(const std::string& lines, const std::string& progress) {
  if (shows_progress_) to_stderr(erase_line);
  if (!lines.empty()) out_.text(lines);
  if (shows_progress_) to_stderr(progress);
}

}  // namespace gamewire::cli
