/// Writes results in a thread of its own, many at once: a reader of them that is slow, or a terminal that was
/// stopped, does not hold up the conversations that go on. Where there is progress to see, it shows that too,
/// so that the two do not get mixed.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "output/output.hpp"

namespace gamewire::cli {

class result_writer {
 public:
  /// `wake` is called, in the other thread, when it is no longer full, or the output was lost.
  result_writer(output& out, bool shows_progress, std::function<void()> wake);
  ~result_writer();
  result_writer(const result_writer&) = delete;
  result_writer& operator=(const result_writer&) = delete;

  /// Never waits, and takes any amount.
  void add(std::string_view lines);
  /// Replaces the line of progress, when that is shown.
  void show(std::string progress);
  /// So much waits to be written that there had better be no more for now.
  [[nodiscard]] bool full();
  /// Nobody will read any more of it.
  [[nodiscard]] bool lost();
  /// Writes what is left, and removes the line of progress. Throws `output_lost`.
  void finish();

 private:
  void work();
  void write(const std::string& lines, const std::string& progress);
  void stop();

  output& out_;
  const bool shows_progress_;
  const std::function<void()> wake_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_;
  std::string progress_;
  bool awaited_ = false;  // somebody was told that it is full
  bool ending_ = false;
  std::optional<output_lost> lost_;
  std::thread thread_;
};

}  // namespace gamewire::cli
