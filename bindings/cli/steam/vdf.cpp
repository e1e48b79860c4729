/// `gamewire vdf`: VDF to JSON, and back.
#include <array>

#include <fmt/core.h>

#include "output/json_text.hpp"
#include "output/printable_lines.hpp"
#include "session.hpp"
#include "steam/vdf_json.hpp"
#include "target/read_file.hpp"

namespace gamewire::cli {
namespace {

/// What is true in conditions here. Valve's WIN32 means a PC of any system.
constexpr std::array<std::string_view, 3> symbols_here{
    "WIN32",
#if defined(__APPLE__)
    "OSX",
#else
    "LINUX",
#endif
    "POSIX",
};

class conversion {
 public:
  conversion(output& out, const vdf_arguments& arguments)
      : out_(out), arguments_(arguments), symbols_(symbols_here.begin(), symbols_here.end()) {
    for (const std::string_view symbol : arguments.symbols)
      symbols_.push_back(symbol.substr(symbol.starts_with('$') ? 1 : 0));
  }

  int to_json(const std::string& text) {
    const bytes in = as_bytes(text);
    const std::size_t most = arguments_.limits.max_entries;
    const auto file =
        arguments_.binary || vdf::is_vbkv(in)
            ? vdf::read_binary(in, {.max_entries = most})
            : vdf::read_text(text,
                             {.escapes = !arguments_.no_escapes, .max_entries = most, .symbols = symbols_});
    if (!file) return report(file.error());
    print_json(out_, vdf_to_json(*file));
    return 0;
  }

  int to_vdf(const std::string& text) {
    const auto file = vdf_from_json(text, arguments_.binary, arguments_.limits.max_entries);
    if (!file) return report(file.error(), about(), arguments_.file);
    byte_buffer written;
    const std::error_code error =
        arguments_.binary ? write(*file, vdf::binary_writer(written))
                          : write(*file, vdf::text_writer(written, {.escapes = !arguments_.no_escapes}));
    if (error) return report(fault_of(error), about(), arguments_.file);
    const std::string_view shown = as_text(written.view());
    out_.text(out_.terminal() ? printable_lines(shown) : std::string(shown));
    return 0;
  }

 private:
  template <class Writer>
  static std::error_code write(const vdf::tree& file, Writer writer) {
    file.write(writer);
    return writer.finish();
  }

  [[nodiscard]] json about() const {
    json object;
    put_text(object, "file", arguments_.file);
    return object;
  }

  int report(const vdf::fault& failed) {
    json object = about();
    fault why = fault_of(failed.error);
    const auto& [offset, line, column] = failed.where;
    if (line == 0) {
      object["offset"] = offset;
      why.message += fmt::format(", at byte {}", offset);
      return report(why, object, arguments_.file);
    }
    object["line"] = line;
    object["column"] = column;
    if (out_.as_json()) why.message += fmt::format(", in line {}, column {}", line, column);
    return report(why, object, fmt::format("{}:{}:{}", arguments_.file, line, column));
  }

  int report(const fault& why, const json& object, const std::string& place) {
    out_.error(object, place, why);
    return why.exit_code();
  }

  output& out_;
  const vdf_arguments& arguments_;
  std::vector<std::string_view> symbols_;
};

}  // namespace

int run_vdf(session& with, const vdf_arguments& arguments) {
  conversion from(with.out, arguments);
  const std::string text = read_file(arguments.file, arguments.limits.max_bytes);
  return arguments.to_vdf ? from.to_vdf(text) : from.to_json(text);
}

}  // namespace gamewire::cli
