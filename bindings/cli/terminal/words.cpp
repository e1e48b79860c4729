#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

constexpr std::string_view blanks = " \t\r\n\f\v";

class word_splitter {
 public:
  std::optional<std::vector<std::string>> split(std::string_view line) {
    for (const char c : line) take(c);
    if (quote_ != '\0' || escaped_) return std::nullopt;
    end_word();
    return std::move(words_);
  }

 private:
  void take(char c) {
    if (escaped_) {
      add(c);
      escaped_ = false;
    } else if (c == '\\' && quote_ != '\'') {
      escaped_ = true;
    } else if (quote_ != '\0') {
      c == quote_ ? void(quote_ = '\0') : add(c);
    } else if (c == '"' || c == '\'') {
      quote_ = c;
      inside_ = true;  // also of "", which is a word
    } else if (blanks.find(c) != blanks.npos) {
      end_word();
    } else {
      add(c);
    }
  }

  void add(char c) {
    word_ += c;
    inside_ = true;
  }

  void end_word() {
    if (inside_) words_.push_back(std::move(word_));
    word_.clear();
    inside_ = false;
  }

  std::vector<std::string> words_;
  std::string word_;
  bool inside_ = false;
  bool escaped_ = false;
  char quote_ = '\0';
};

}  // namespace

std::optional<std::vector<std::string>> split_words(std::string_view line) {
  return word_splitter().split(line);
}

std::string_view first_word(std::string_view line) {
  line = trimmed(line);
  return line.substr(0, line.find_first_of(" \t;"));
}

std::string_view trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(blanks);
  if (begin == line.npos) return {};
  return line.substr(begin, line.find_last_not_of(blanks) - begin + 1);
}

std::string_view without_comment(std::string_view line) { return trimmed(line.substr(0, line.find('#'))); }

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.substr(text.starts_with(mark) ? mark.size() : 0);
}

}  // namespace gamewire::cli
