# torch::cpu, an imported target for the CPU half of libtorch (torch_cpu and c10).
#
# find_package(Torch) is not used: the config in the PyPI wheel stops without a CUDA toolkit even for
# a CPU program, and beside a system libtorch it picks up that one's libraries. Taken in this order:
# LINGAN_TORCH_ROOT, the folders of CMAKE_PREFIX_PATH, the one that scripts/setup prepared. This file
# is installed with the package, which names the torch it was built with in LINGAN_TORCH_HINT.
set(lingan_torch_candidates "")
foreach(prefix IN LISTS CMAKE_PREFIX_PATH)
  list(APPEND lingan_torch_candidates "${prefix}" "${prefix}/torch")
endforeach()
if(DEFINED LINGAN_TORCH_HINT)
  list(APPEND lingan_torch_candidates "${LINGAN_TORCH_HINT}")
else()
  list(APPEND lingan_torch_candidates "${CMAKE_CURRENT_LIST_DIR}/../.deps/libtorch/torch")
endif()

find_path(LINGAN_TORCH_ROOT NAMES include/torch/csrc/api/include/torch/torch.h
  PATHS ${lingan_torch_candidates} NO_DEFAULT_PATH
  DOC "Folder of a libtorch (or of the torch Python package): include/ and lib/ lie in it")
if(NOT LINGAN_TORCH_ROOT)
  message(FATAL_ERROR "libtorch not found. lingan's scripts/setup installs one into .deps/; "
    "or name the folder of yours: -DCMAKE_PREFIX_PATH=/path/to/libtorch")
endif()
get_filename_component(LINGAN_TORCH_ROOT "${LINGAN_TORCH_ROOT}" REALPATH)
foreach(library IN ITEMS torch_cpu c10)
  if(NOT EXISTS "${LINGAN_TORCH_ROOT}/lib/lib${library}.so")
    message(FATAL_ERROR "${LINGAN_TORCH_ROOT}/lib holds no lib${library}.so: not a whole libtorch")
  endif()
endforeach()

# `import torch` need not work for the C++ libraries to: read the version as text.
set(LINGAN_TORCH_VERSION "unknown")
if(EXISTS "${LINGAN_TORCH_ROOT}/version.py")
  file(STRINGS "${LINGAN_TORCH_ROOT}/version.py" lingan_torch_line REGEX "^__version__")
  string(REGEX REPLACE ".*'([^']+)'.*" "\\1" LINGAN_TORCH_VERSION "${lingan_torch_line}")
elseif(EXISTS "${LINGAN_TORCH_ROOT}/build-version")
  file(STRINGS "${LINGAN_TORCH_ROOT}/build-version" LINGAN_TORCH_VERSION LIMIT_COUNT 1)
endif()
message(STATUS "lingan: libtorch ${LINGAN_TORCH_VERSION} from ${LINGAN_TORCH_ROOT}")

add_library(torch::c10 SHARED IMPORTED GLOBAL)
set_target_properties(torch::c10 PROPERTIES IMPORTED_LOCATION "${LINGAN_TORCH_ROOT}/lib/libc10.so")
add_library(torch::cpu SHARED IMPORTED GLOBAL)
set_target_properties(torch::cpu PROPERTIES IMPORTED_LOCATION "${LINGAN_TORCH_ROOT}/lib/libtorch_cpu.so")
target_include_directories(torch::cpu SYSTEM INTERFACE
  "${LINGAN_TORCH_ROOT}/include" "${LINGAN_TORCH_ROOT}/include/torch/csrc/api/include")
# The wheel's libtorch_cpu finds its CUDA runtime through its own run path, so the link must not
# insist on resolving those symbols.
target_link_options(torch::cpu INTERFACE -Wl,--allow-shlib-undefined)
target_link_libraries(torch::cpu INTERFACE torch::c10)
