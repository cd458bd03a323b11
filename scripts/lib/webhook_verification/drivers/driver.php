<?php
// Judges the requests on standard input with the functions of the documentation.
set_error_handler(function ($severity, $message) { throw new ErrorException($message); });
require 'verify.php';

$functions = ['standard' => 'verify', 'stripe' => 'verify_stripe'];
echo json_encode(array_map(
    fn ($one) => $functions[$one['kind']]($one['secret'], $one['headers'], $one['body'], $one['now']),
    json_decode(stream_get_contents(STDIN), true)));
