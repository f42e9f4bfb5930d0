/// Inputs and outputs of one command that must not be one file or one pipe.
#pragma once

#include <string>
#include <vector>

namespace lingan::tools {

/// What an option names.
struct NamedFile {
  std::string option;  ///< `--corpus`
  std::string name;    ///< of a file; `-` is stdin, or stdout; empty: not given
};

/// Looks at what the names lead to, through links, without opening it. A pipe gives its bytes once,
/// so no two options name one pipe; no output has the file of an input or of another output. Any
/// number of outputs go to a device, and a socket may be an input and an output.
/// @throws UsageError naming two options.
void require_distinct(const std::vector<NamedFile>& inputs,
                      const std::vector<NamedFile>& outputs = {});

}  // namespace lingan::tools
