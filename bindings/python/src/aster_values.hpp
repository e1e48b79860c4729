/// What is in packets of aster, as the classes of `gamewire.aster.values`.
#pragma once

#include <gamewire/aster/client.hpp>

#include "record.hpp"

namespace gamewire::python {

py::object to_python(const json::text& text);
/// The file; None for nothing, and for what is no base64.
py::object to_python(const aster::picture& picture);
py::object to_python(const aster::permissions& can);
py::object to_python(const aster::user& user);
py::object to_python(const aster::channel& channel);
py::object to_python(const aster::group& group);
py::object to_python(const aster::message& message);
py::object to_python(const aster::emoji& emoji);
py::object to_python(const aster::emoji_name& emoji);
py::object to_python(const aster::sync_profile& profile);
py::object to_python(const aster::sync_server& server);
py::object to_python(const aster::last_read& read);
py::object to_python(const aster::version& version);

template <class T>
py::object to_python(const json::maybe<T>& value) {
  return value ? to_python(*value) : py::none();
}

/// A tuple of what could be read.
template <class T>
py::object to_python(const json::list<T>& values) {
  py::list all;
  for (const T& one : values) all.append(to_python(one));
  return py::tuple(all);
}

/// By the ids that the keys are.
template <class T>
py::object to_python(const json::map<T>& values) {
  py::dict all;
  for (const auto& [key, value] : values) all[py::int_(to_python(key))] = to_python(value);
  return all;
}

/// What the answer says: None if that it was done is all. Empty when it lacks what it has to say.
std::optional<py::object> result_object(const aster::answer& answer);

/// An AsterError for this; `packet` is the server's word on it, if there is one.
py::object aster_error(std::error_code why, std::string_view packet);

}  // namespace gamewire::python
