#include "output/json_line.hpp"

#include <array>
#include <charconv>

#include <gamewire/text.hpp>

#include "output/json_text.hpp"

namespace gamewire::cli {
void json_line::put_text(std::string_view field, std::string_view text) {
  put(field, text);
  if (!is_utf8(text)) put(std::string(field) + "_hex", to_hex(as_bytes(text)));
}

void json_line::put_fields(const json& object) {
  for (const auto& [field, value] : object.items()) put(field, value);
}

void json_line::begin(std::string_view field) {
  separate();
  text_ += '"';
  text_ += field;
  text_ += "\":";
}

void json_line::write_integer(long long value) {
  std::array<char, 20> digits;
  text_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
}

void json_line::write_integer(unsigned long long value) {
  std::array<char, 20> digits;
  text_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
}

void json_line::write(double value) { append_json(text_, value); }

void json_line::write_json(const json& value) {
  text_ += value.dump(-1, ' ', ascii_, json::error_handler_t::replace);
}

void json_line::write(std::string_view text) { append_json(text_, text, ascii_); }

void put_fault(json_line& to, std::string_view field, const fault& why) {
  to.put_object(field, [&] {
    to.put("code", row(why.kind).code);
    to.put_text("message", why.message);
  });
}

}  // namespace gamewire::cli
