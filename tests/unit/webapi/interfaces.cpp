#include <doctest/doctest.h>

#include <gamewire/webapi/interfaces.hpp>

#include "support/webapi_samples.hpp"

using namespace gamewire;
using namespace gamewire::test;
using webapi::interfaces;

namespace {

std::string list_of(const std::string& methods) {
  return R"({"apilist":{"interfaces":[{"name":"I","methods":[)" + methods + "]}]}}";
}

}  // namespace

TEST_SUITE_BEGIN("webapi interfaces");

TEST_CASE("a list becomes lines") {
  const auto table = sample_table();
  std::string_view text = table.text();
  CHECK(
      text.starts_with("gamewire interfaces 1\nISteamUser\n\tGetPlayerSummaries\t1\tGET\t\n"
                       "\t\tkey\tstring\trequired\taccess key\n"));
  CHECK(text.find("\tGetPlayerSummaries\t2\tGET\tNames and pictures of users\n") != text.npos);
  CHECK(text.find("\t\tsteamids\tstring\trequired\tup to 100 à la carte\n") != text.npos);
  CHECK(text.find("\t\tpublishedfileids[0]\tuint64\trequired\t\n") != text.npos);
  CHECK(text.ends_with("\nIClientStats_1046930\n"));
}

TEST_CASE("and is walked through") {
  const auto table = sample_table();
  std::string names;
  std::size_t parameters = 0;
  for (const auto& one : table.all()) {
    names += std::string(one.name) + ' ' + std::to_string(one.methods().size()) + '\n';
    for (const auto& method : one.methods()) parameters += method.parameters().size();
  }
  CHECK(names ==
        "ISteamUser 3\nISteamRemoteStorage 1\nISteamWebAPIUtil 2\nITestService 1\nIClientStats_1046930 0\n");
  CHECK(parameters == 18);
  CHECK(table.find("ITestService")->is_service());
  CHECK_FALSE(table.find("ISteamUser")->is_service());
}

TEST_CASE("methods are found by name, the newest unless a version is asked for") {
  const auto table = sample_table();
  CHECK(table.find("ISteamUser", "GetPlayerSummaries")->version == 2);
  CHECK(table.find("ISteamUser", "GetPlayerSummaries", 1)->version == 1);
  CHECK(table.find("ISteamUser", "GetPlayerSummaries", 1)->description.empty());
  CHECK(table.find("ISteamRemoteStorage", "GetPublishedFileDetails")->is_post);
  CHECK(table.find("ISteamUser", "GetPlayerSummaries", 3).error() == webapi::errc::unknown_version);
  CHECK(table.find("ISteamUser", "Getplayersummaries").error() == webapi::errc::unknown_method);
  CHECK(table.find("ISteamUsers", "GetPlayerSummaries").error() == webapi::errc::unknown_interface);
  CHECK(interfaces().find("ISteamUser").error() == webapi::errc::unknown_interface);
  CHECK((interfaces().empty() && !table.empty()));
}

TEST_CASE("parameters have types") {
  const auto table = sample_table();
  const auto ids =
      *std::next(table.find("ISteamRemoteStorage", "GetPublishedFileDetails")->parameters().begin());
  CHECK((ids.name == "publishedfileids" && ids.array && !ids.optional &&
         ids.kind() == webapi::value_type::uint64));
  const auto key = *table.find("ISteamWebAPIUtil", "GetSupportedAPIList")->parameters().begin();
  CHECK((key.name == "key" && key.optional && !key.array && key.type == "string"));
  CHECK(webapi::type_named("{enum}") == webapi::value_type::int32);
  CHECK(webapi::type_named("anything") == webapi::value_type::text);
}

TEST_CASE("what was saved is loaded without a request") {
  const auto table = sample_table();
  const auto again = interfaces::load(table.text());
  REQUIRE(again);
  CHECK(again->text() == table.text());
  CHECK(again->find("ISteamUser", "ResolveVanityURL")->parameters().size() == 3);
  CHECK(interfaces::load("gamewire interfaces 1\n")->empty());
}

TEST_CASE("what is no table is not loaded") {
  const std::string start = "gamewire interfaces 1\n";
  const std::string method = start + "I\n\tM\t1\tGET\t\n";
  CHECK(interfaces::load(method + "\t\tp\tstring\toptional\tabout\n"));
  for (const std::string& bad : {std::string(),
                                 std::string("gamewire interfaces 2\nI\n"),
                                 start + "I",
                                 start + "\n",
                                 start + "\tM\t1\tGET\t\n",
                                 start + "I\tJ\n",
                                 start + "I I\n",
                                 start + "I\n\t\tp\tstring\toptional\t\n",
                                 start + "I\n\tM\t0\tGET\t\n",
                                 start + "I\n\tM\t1x\tGET\t\n",
                                 start + "I\n\tM\t1\tPUT\t\n",
                                 start + "I\n\tM\n",
                                 start + "I\n\tM\t4294967296\tGET\t\n",
                                 method + "\t\tp\tstring\tmaybe\t\n",
                                 method + "\t\tp\t\toptional\t\n",
                                 method + "\t\t\tp\tstring\toptional\t\n",
                                 method + "\t\tp\tstring\toptional\ta\x01\n",
                                 method + "\t\tp\tstring\toptional\t\xff\n",
                                 start + "I\r\n",
                                 start + "I\n\t\n"})
    CHECK_MESSAGE(interfaces::load(bad).error() == webapi::errc::bad_table, bad);
}

TEST_CASE("lists that are none") {
  CHECK(table_of(list_of(R"({"name":"M","version":1,"httpmethod":"GET"})")));
  CHECK(table_of(list_of(R"({"name":"M","version":1,"httpmethod":"GET","new":[{}],"parameters":null})")));
  CHECK(table_of(R"({"apilist":{"interfaces":[]}})")->empty());
  for (const std::string& bad :
       {std::string(), std::string("{}"), std::string("[]"), std::string(R"({"apilist":{}})"),
        std::string(R"({"apilist":{"interfaces":null}})"), std::string(R"({"apilist":{"interfaces":{}}})"),
        std::string(R"({"apilist":{"interfaces":[{"name":"I","methods":[]})"),
        std::string(R"({"apilist":{"interfaces":[7,{"name":"I I","methods":[]},{"methods":[]}]}})")})
    CHECK_MESSAGE(table_of(bad).error() == webapi::errc::not_a_list, bad);
}

TEST_CASE("a method or an interface that is odd is left out, and nothing else") {
  const std::string fine = R"({"name":"N","version":1,"httpmethod":"GET","parameters":[]})";
  for (
      const char* odd :
      {R"(7)", R"({"name":"M","httpmethod":"GET"})", R"({"name":"M","version":1})",
       R"({"name":"M","version":-1,"httpmethod":"GET"})", R"({"name":"M","version":0,"httpmethod":"GET"})",
       R"({"name":"M","version":1,"httpmethod":"DELETE"})", R"({"name":"","version":1,"httpmethod":"GET"})",
       R"({"name":"M N","version":1,"httpmethod":"GET"})",
       R"({"name":"M","version":1,"httpmethod":"GET","parameters":[{"name":"p"}]})",
       R"({"name":"M","version":1,"httpmethod":"GET","parameters":[{"name":"p","type":"string"},{"name":"q q","type":"string"}]})",
       R"({"name":"M","version":1,"httpmethod":"GET","parameters":[{"name":"p","type":"string","optional":3}]})"}) {
    const auto table = table_of(list_of(odd + std::string(",") + fine));
    REQUIRE_MESSAGE(table, odd);
    CHECK_MESSAGE(table->text() == "gamewire interfaces 1\nI\n\tN\t1\tGET\t\n", odd);
    CHECK(interfaces::load(table->text()));
  }
  const auto table =
      table_of(R"({"apilist":{"interfaces":[7,{"name":"I\n"},{"name":"J"},{"name":"K","methods":7}]}})");
  REQUIRE(table);
  CHECK(table->text() == "gamewire interfaces 1\nJ\nK\n");
}

TEST_CASE("no name of a list can become a line or a field") {
  const std::string text = R"({"name":"a\n\tb\t1\tGET\t","version":1,"httpmethod":"GET"})";
  CHECK(table_of(list_of(text))->text() == "gamewire interfaces 1\nI\n");
}

TEST_SUITE_END();
