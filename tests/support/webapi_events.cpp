#include "webapi_events.hpp"

#include "describe.hpp"

namespace gamewire::inline v0::webapi {
namespace {

std::string bracketed(std::string_view text) { return text.empty() ? "" : " (" + std::string(text) + ")"; }

std::string told(const answer& what) {
  const reply& of = what.reply;
  std::string text = "answer" + test::number(what.id) + ": " + std::to_string(of.status);
  if (of.error) text += " " + of.error.message();
  return text + bracketed(of.message.view());
}
std::string told(const discovered& what) {
  return "discovered" + test::number(what.id) + ": " + std::to_string(what.table->all().size()) +
         " interfaces";
}
std::string told(const failed& what) {
  return "failed" + test::number(what.id) + ": " + what.error.message() + bracketed(what.detail);
}
std::string told(const closed& what) { return what.error ? "closed: " + what.error.message() : "closed"; }

}  // namespace

std::string describe(const client::event& event) {
  return std::visit([](const auto& what) { return told(what); }, event);
}

}  // namespace gamewire::inline v0::webapi
