#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/asf/log_pages.hpp>
#include <gamewire/json/document.hpp>

using namespace gamewire;

namespace {

/// A log file as ASF's server has it: it gives the `count` lines before number `last_at`, or before the end.
struct log_file {
  std::vector<std::string> lines;

  [[nodiscard]] std::string page(const asf::get_log& what) const {
    const std::size_t all = lines.size();
    const auto last_at = static_cast<std::size_t>(what.last_at);
    const std::size_t end = last_at == 0 || last_at > all ? all : last_at;
    const std::size_t begin = end - std::min(end, static_cast<std::size_t>(what.count));
    return content(begin, end) + R"(,"TotalLines":)" + std::to_string(all) + '}';
  }
  [[nodiscard]] std::string content(std::size_t begin, std::size_t end) const {
    std::string json = R"({"Content":[)";
    for (std::size_t at = begin; at != end; ++at) json += (at == begin ? "\"" : ",\"") + lines[at] + '"';
    return json + ']';
  }
};

std::error_code give(asf::log_pages& to, const std::string& json) {
  json::document document;
  const auto root = document.read(as_bytes(json));
  REQUIRE(root);
  const auto page = json::read<asf::log_lines>(*root);
  REQUIRE(page);
  return to.take(*page);
}

struct outcome {
  std::vector<std::string> entries;
  std::vector<std::pair<int, int>> asked;
};

outcome read(const log_file& from, const asf::log_pages_options& how) {
  outcome seen;
  asf::log_pages pages(how);
  while (const auto request = pages.next()) {
    seen.asked.emplace_back(request->count, request->last_at);
    REQUIRE(seen.asked.size() < 100);
    CHECK(!give(pages, from.page(*request)));
    while (const auto entry = pages.poll()) seen.entries.emplace_back(entry->raw);
  }
  return seen;
}

std::string line(int number) { return "2026-08-21 22:01:03|p|INFO|ASF|" + std::to_string(number); }

log_file numbered(int count) {
  log_file made;
  for (int i = 0; i != count; ++i) made.lines.push_back(line(i));
  return made;
}

}  // namespace

TEST_SUITE_BEGIN("asf log pages");

TEST_CASE("what fits a page is there with the first") {
  const outcome seen = read(numbered(5), {.lines = 3, .page = 10});
  CHECK(seen.asked == std::vector<std::pair<int, int>>{{3, 0}});
  CHECK(seen.entries == std::vector<std::string>{line(2), line(3), line(4)});
}

TEST_CASE("more is asked for page after page, in order") {
  const outcome seen = read(numbered(10), {.lines = 7, .page = 3});
  CHECK(seen.asked == std::vector<std::pair<int, int>>{{1, 0}, {3, 6}, {3, 9}, {1, 10}});
  CHECK(seen.entries.size() == 7);
  CHECK(std::ranges::is_sorted(seen.entries));
  CHECK(seen.entries.front() == line(3));
}

TEST_CASE("a file that is shorter than that, or empty") {
  CHECK(read(numbered(2), {.lines = 7, .page = 3}).entries.size() == 2);
  CHECK(read(numbered(0), {.lines = 7, .page = 3}).entries.empty());
  CHECK(read(numbered(0), {.lines = 3, .page = 3}).entries.empty());
}

TEST_CASE("lines of one entry stay together, over the pages that cut it") {
  log_file file = numbered(3);
  file.lines.insert(file.lines.begin() + 2, {"   at a", "   at b", "   at c"});
  const std::string whole = line(1) + "\n   at a\n   at b\n   at c";
  for (int page = 3; page <= 7; ++page) {
    CAPTURE(page);
    CHECK(read(file, {.lines = 6, .page = page}).entries ==
          std::vector<std::string>{line(0), whole, line(2)});
  }
}

TEST_CASE("an entry is told when it is a page long, so memory is bounded") {
  log_file file = numbered(1);
  file.lines.insert(file.lines.end(), 5, "   at a");
  CHECK(read(file, {.lines = 6, .page = 2}).entries.front() == line(0) + "\n   at a");
}

TEST_CASE("each line of another layout is an entry") {
  const log_file file{{"a", "b", "c"}};
  CHECK(read(file, {.lines = 3, .page = 2}).entries == file.lines);
}

TEST_CASE("a file that grows is read to its end, one that was replaced to what there was") {
  log_file file = numbered(6);
  asf::log_pages pages({.lines = 4, .page = 2});
  CHECK(!give(pages, file.page(*pages.next())));
  CHECK(!give(pages, file.page(*pages.next())));
  file.lines.push_back(line(6));
  CHECK(pages.next()->last_at == 6);
  CHECK(!give(pages, file.page(*pages.next())));
  CHECK((pages.next()->last_at == 7 && pages.next()->count == 1));
  file.lines.resize(1);
  CHECK(!give(pages, file.page(*pages.next())));
  CHECK(!pages.next());
}

TEST_CASE("a server that says anything of how many lines there are") {
  constexpr int most = std::numeric_limits<int>::max(), least = std::numeric_limits<int>::min();
  const auto page = [](int lines, int total) {
    return log_file{std::vector<std::string>(static_cast<std::size_t>(lines), "l")}.content(
               0, static_cast<std::size_t>(lines)) +
           ",\"TotalLines\":" + std::to_string(total) + '}';
  };
  asf::log_pages none({.lines = 500, .page = 100});
  CHECK(!give(none, page(1, least)));
  CHECK(!none.next());

  asf::log_pages pages({.lines = 500, .page = 100});
  CHECK(!give(pages, page(1, most)));
  for (int at = most - 500; at < most - 100; at += 100) {
    REQUIRE(pages.next());
    CHECK(pages.next()->last_at == at + 100);
    CHECK(!give(pages, page(100, most)));
  }
  CHECK(pages.next()->last_at == most);
  CHECK(!give(pages, page(1000, most)));  // more than there are
  CHECK(!pages.next());

  asf::log_pages shrinks({.lines = 500, .page = 100});
  CHECK(!give(shrinks, page(1, most)));
  CHECK(!give(shrinks, page(100, least)));
  CHECK(!shrinks.next());
}

TEST_CASE("a page that is cut, and options that are none") {
  asf::log_pages pages({.lines = 4, .page = 4});
  json::document document;
  const std::string text = R"(["a",5])";
  const auto content = json::read<json::list<json::text>>(*document.read(as_bytes(text)));
  CHECK(pages.take({.content = *content, .total_lines = 2}) == json::errc::malformed);
  CHECK(!pages.next());
  CHECK(!asf::log_pages({.lines = 0}).next());
  CHECK(!asf::log_pages({.page = 0}).next());
}
