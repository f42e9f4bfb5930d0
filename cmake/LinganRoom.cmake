# lingan_room(NAME [DEPENDS ROOM...] [LINK TARGET...] [TORCH [CARDS PATTERN...]]): the library of lib/lingan/NAME.
#
# Sources are found by name, so that a new file needs no edit here. TORCH rooms share one precompiled torch header.
# CARDS are patterns of the sources of a TORCH room that need no torch: they make a library of their own,
# lingan_NAME_cards, which needs the cards alone of the rooms below. What recipes and help say is in it. The targets are
# listed in the global properties LINGAN_ROOMS and LINGAN_TORCH_ROOMS.
function(lingan_room name)
  cmake_parse_arguments(ROOM "TORCH" "" "DEPENDS;LINK;CARDS" ${ARGN})
  set(folder "${PROJECT_SOURCE_DIR}/lib/lingan/${name}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/*.cc")
  list(TRANSFORM ROOM_DEPENDS PREPEND lingan_)
  if(ROOM_CARDS)
    list(TRANSFORM ROOM_CARDS PREPEND "${folder}/")
    file(GLOB_RECURSE cards CONFIGURE_DEPENDS ${ROOM_CARDS})
    list(REMOVE_ITEM sources ${cards})
    set(below "")
    foreach(room IN LISTS ROOM_DEPENDS)
      if(TARGET ${room}_cards)
        set(room ${room}_cards)
      endif()
      list(APPEND below ${room})
    endforeach()
    lingan_library(${name}_cards SOURCES ${cards} LINK ${below} ${ROOM_LINK})
    list(PREPEND ROOM_LINK lingan_${name}_cards)
  endif()
  set(group "")
  if(ROOM_TORCH)
    set(group "TORCH_")
  endif()
  lingan_library(${name} SOURCES ${sources} LINK ${ROOM_DEPENDS} ${ROOM_LINK} GROUP ${group})
  if(ROOM_TORCH)
    # The source of a list of variants stays by itself: tests/variants compiles it again, with one more in the list, and
    # leaves the library's out of its link.
    file(GLOB_RECURSE lists CONFIGURE_DEPENDS "${folder}/*.def")
    list(TRANSFORM lists REPLACE "[.]def$" ".cc")
    set_source_files_properties(${lists} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    target_link_libraries(lingan_${name} PUBLIC torch::cpu)
    lingan_use_torch_header(lingan_${name})
  endif()
endfunction()

# One library of the project, and of the installed package; GROUP: empty, or TORCH_.
function(lingan_library name)
  cmake_parse_arguments(LIBRARY "" "GROUP" "SOURCES;LINK" ${ARGN})
  add_library(lingan_${name} STATIC ${LIBRARY_SOURCES})
  add_library(lingan::${name} ALIAS lingan_${name})
  set_target_properties(lingan_${name} PROPERTIES EXPORT_NAME ${name} LINKER_LANGUAGE CXX)
  target_compile_features(lingan_${name} PUBLIC cxx_std_20)
  target_include_directories(lingan_${name} PUBLIC
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/lib>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  target_link_libraries(lingan_${name} PUBLIC ${LIBRARY_LINK} PRIVATE $<BUILD_INTERFACE:lingan_options>)
  set_property(GLOBAL APPEND PROPERTY LINGAN_${LIBRARY_GROUP}ROOMS lingan_${name})
endfunction()

# One precompiled <lingan/model/torch.h> for every target that uses torch.
function(lingan_use_torch_header target)
  if(NOT TARGET lingan_torch_header)
    file(WRITE "${PROJECT_BINARY_DIR}/torch_header.cc" "// Compiles the shared precompiled torch header.\n")
    add_library(lingan_torch_header OBJECT "${PROJECT_BINARY_DIR}/torch_header.cc")
    target_link_libraries(lingan_torch_header PRIVATE torch::cpu Threads::Threads lingan_options)
    target_include_directories(lingan_torch_header PRIVATE "${PROJECT_SOURCE_DIR}/lib")
    target_precompile_headers(lingan_torch_header PRIVATE "${PROJECT_SOURCE_DIR}/lib/lingan/model/torch.h")
    target_compile_definitions(lingan_torch_header PRIVATE FMT_HEADER_ONLY)
  endif()
  # A precompiled header serves only code that is compiled alike: programs as -fPIC, too.
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "EXECUTABLE")
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${target} PRIVATE -fPIC)
  endif()
  # libtorch's headers bring an fmt of their own, without its library: use it, or any, as headers.
  target_compile_definitions(${target} PRIVATE FMT_HEADER_ONLY)
  target_precompile_headers(${target} REUSE_FROM lingan_torch_header)
  lingan_compile_together(${target})
endfunction()

# Compiles the sources of a target eight at a time (LINGAN_UNITY). What GCC instantiates of torch's headers at the end of a
# source file takes it two seconds, precompiled or not; GoogleTest's take one.
function(lingan_compile_together target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${LINGAN_UNITY} UNITY_BUILD_BATCH_SIZE 8)
endfunction()
