// Servers of another's making: a program that is started, and ends with its owner.
#pragma once

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <spawn.h>
#include <sys/wait.h>

#include <gamewire/system.hpp>

namespace loopback {

using namespace gamewire;
using namespace std::chrono_literals;

/// A file that is gone with its owner.
class scratch_file {
 public:
  scratch_file(const std::string& name, const std::string& text)
      : path_(std::filesystem::temp_directory_path() / (name + std::to_string(system::random_seed()))) {
    std::ofstream(path_) << text;
  }
  scratch_file(const scratch_file&) = delete;
  ~scratch_file() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// Started at once, and waited for until something listens at `at`. It may not be there, or end by itself.
class program {
 public:
  program(std::vector<std::string> words, const endpoint& at) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t nowhere;
    posix_spawn_file_actions_init(&nowhere);
    for (const int file : {1, 2}) posix_spawn_file_actions_addopen(&nowhere, file, "/dev/null", 1, 0);
    if (::posix_spawnp(&child_, arguments.front(), &nowhere, nullptr, arguments.data(), environ) != 0)
      child_ = 0;
    posix_spawn_file_actions_destroy(&nowhere);
    if (child_ != 0) wait_until_it_listens(at);
  }
  program(const program&) = delete;
  ~program() {
    if (child_ == 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  [[nodiscard]] bool listens() const { return child_ != 0; }

 private:
  void wait_until_it_listens(const endpoint& at) {
    for (const time_point until = system::now() + 20s; system::now() < until;) {
      if (::waitpid(child_, nullptr, WNOHANG) == child_) {
        child_ = 0;
        return;
      }
      auto made = system::socket::tcp(ip_family::v4);
      REQUIRE(made);
      if (!made->begin_connect(at)) {
        auto connected = made->connected();
        while (connected && !*connected) std::this_thread::yield(), connected = made->connected();
        if (connected) return;
      }
      std::this_thread::sleep_for(10ms);
    }
    FAIL("a server does not listen");
  }

  pid_t child_ = 0;
};

}  // namespace loopback
