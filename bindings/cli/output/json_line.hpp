/// A JSON object on a line, written as text right away: for results that come by the thousand.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "output/output.hpp"

namespace gamewire::cli {

/// Fields stand in the order in which they are put; their names need no escapes. The text is what `json` makes
/// of the same fields.
class json_line {
 public:
  /// On a terminal it holds no byte that a terminal might obey.
  explicit json_line(bool for_terminal) : ascii_(for_terminal) {}

  template <class T>
  void put(std::string_view field, const T& value) {
    begin(field);
    write(value);
  }
  template <class T>
  void put(std::string_view field, const std::optional<T>& value) {
    if (value) put(field, *value);
  }
  /// Where the text is not UTF-8, a sibling `<field>_hex` holds its bytes.
  void put_text(std::string_view field, std::string_view text);
  /// All of an object's.
  void put_fields(const json& object);

  /// `fill` puts what is in it.
  template <std::invocable F>
  void put_object(std::string_view field, F&& fill) {
    begin(field);
    enclose('{', std::forward<F>(fill), '}');
  }
  /// `fill` adds what is in it.
  template <std::invocable F>
  void put_array(std::string_view field, F&& fill) {
    begin(field);
    enclose('[', std::forward<F>(fill), ']');
  }
  template <std::invocable F>
  void add_object(F&& fill) {
    separate();
    enclose('{', std::forward<F>(fill), '}');
  }
  template <class... T>
  void add_array(const T&... items) {
    separate();
    enclose('[', [&] { (..., (separate(), write(items))); }, ']');
  }

  /// The line, newline included. There is nothing left then.
  [[nodiscard]] std::string finish() { return std::move(text_ += "}\n"); }

 private:
  void separate() {
    if (text_.back() != '{' && text_.back() != '[') text_ += ',';
  }
  void begin(std::string_view field);
  template <class F>
  void enclose(char open, F&& fill, char close) {
    text_ += open;
    fill();
    text_ += close;
  }

  void write(bool value) { text_ += value ? "true" : "false"; }
  void write(double value);
  void write(float value) { write(static_cast<double>(value)); }
  void write(std::string_view text);
  void write(const std::string& text) { write(std::string_view(text)); }
  void write(const char* text) { write(std::string_view(text)); }
  template <std::same_as<json> T>  // and not what could become one
  void write(const T& value) {
    write_json(value);
  }
  template <std::integral T>
  void write(T value) {
    write_integer(static_cast<std::conditional_t<std::is_signed_v<T>, long long, unsigned long long>>(value));
  }
  void write_integer(long long value);
  void write_integer(unsigned long long value);
  void write_json(const json& value);

  std::string text_ = "{";
  bool ascii_;
};

/// {"code":…,"message":…}, as `to_json` has it.
void put_fault(json_line& to, std::string_view field, const fault& why);

}  // namespace gamewire::cli
