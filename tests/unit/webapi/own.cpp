/// Answers that are kept read as they did when they came.
#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/webapi/client.hpp>

using namespace gamewire;

namespace {

void check_kept(std::uint16_t status, std::string_view fields, std::string body,
                webapi::format as = webapi::format::json) {
  CAPTURE(fields);
  CAPTURE(body);
  json::document document;
  const webapi::received came{
      .status = status, .fields = http1::fields(fields), .body = as_bytes(body), .answer_as = as};
  const webapi::answer given{request_id{1}, webapi::read_answer(came, document), {}};
  const std::string json(given.reply.json.raw());
  const webapi::answer::owned kept = webapi::own(given);
  const std::string before = body;
  body.assign(body.size(), '!');
  json::document another;
  const webapi::reply again = kept.read(another);
  CHECK(again.error == given.reply.error);
  CHECK(again.status == status);
  CHECK(again.eresult == given.reply.eresult);
  CHECK(again.answer_as == as);
  CHECK(as_text(again.body) == before);
  CHECK(again.json.raw() == json);
}

}  // namespace

TEST_SUITE_BEGIN("webapi own");

TEST_CASE("their error, their status and their JSON are those that they came with") {
  check_kept(200, "", R"({"a":7})");
  check_kept(200, "", "");
  check_kept(200, "", "{");
  check_kept(200, "", "{} x");
  check_kept(500, "", R"({"a":7})");
  check_kept(403, "", "<html>no</html>");
  check_kept(200, "", "\"a\"\n{\n}\n", webapi::format::vdf);
  check_kept(200, "", "<r/>", webapi::format::xml);
}

TEST_CASE("also where Steam says that all is well and nothing else, or that it is not and why") {
  const std::string_view fine = "x-eresult: 1\r\n";
  const std::string_view failed = "x-eresult: 15\r\nx-error_message: no\r\n";
  check_kept(200, fine, "");
  check_kept(200, fine, "{}");
  check_kept(200, failed, R"({"a":7})");
  check_kept(200, failed, "");
  check_kept(200, failed, "no JSON");
}

TEST_SUITE_END();
