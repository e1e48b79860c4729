/// Text that comes in pieces of any size, as lines.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace gamewire::cli {

class line_splitter {
 public:
  /// The rest of a longer line is skipped.
  static constexpr std::size_t longest = 1024;

  /// A line without its newline, and whether that is all of it. It lives until the call returns.
  using handler = std::function<void(std::string_view line, bool whole)>;

  explicit line_splitter(handler handle) : handle_(std::move(handle)) {}

  void add(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      keep(text.substr(0, end));
      if (end == text.npos) return;
      give();
      text.remove_prefix(end + 1);
    }
  }

  /// The last line may lack its newline.
  void end() { give(); }

 private:
  void keep(std::string_view piece) {
    const std::size_t room = longest - line_.size();
    line_ += piece.substr(0, room);
    whole_ = whole_ && piece.size() <= room;
  }

  void give() {
    handle_(line_, whole_);
    line_.clear();
    whole_ = true;
  }

  handler handle_;
  std::string line_;
  bool whole_ = true;
};

}  // namespace gamewire::cli
