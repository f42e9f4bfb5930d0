# The installed package: headers, libraries, program, and what find_package(lingan) reads.
include(CMakePackageConfigHelpers)
set(lingan_package "${CMAKE_INSTALL_LIBDIR}/cmake/lingan")

get_property(lingan_rooms GLOBAL PROPERTY LINGAN_ROOMS)
install(TARGETS lingan ${lingan_rooms} EXPORT linganTargets)
install(EXPORT linganTargets NAMESPACE lingan:: DESTINATION "${lingan_package}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/lib/lingan" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.h")

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/linganConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/linganConfig.cmake" INSTALL_DESTINATION "${lingan_package}")
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/linganConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/linganConfig.cmake" "${PROJECT_BINARY_DIR}/linganConfigVersion.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/LinganTorch.cmake" DESTINATION "${lingan_package}")
