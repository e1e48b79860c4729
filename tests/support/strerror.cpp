// The words of POSIX for errors of the network, as glibc has them: logs and traces are compared by words, and Windows' old C
// library has none. Only for programs that run there.
#include <cerrno>
#include <cstring>
#include <string>

char* strerror(int error) {
  thread_local std::string words;
  const auto say = [&](const char* text) { return words = text, words.data(); };
  switch (error) {
    case EACCES: return say("Permission denied");
    case ECONNREFUSED: return say("Connection refused");
    case ECONNRESET: return say("Connection reset by peer");
    case EHOSTUNREACH: return say("No route to host");
    case EMSGSIZE: return say("Message too long");
    case ENETDOWN: return say("Network is down");
    case ENETUNREACH: return say("Network is unreachable");
    case EPIPE: return say("Broken pipe");
    case ETIMEDOUT: return say("Connection timed out");
    default: return words = "error " + std::to_string(error), words.data();
  }
}
