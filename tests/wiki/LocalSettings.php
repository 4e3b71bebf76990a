<?php
// The wiki's settings for tests. What a test wants otherwise is in switches.json, which is read
// anew with each request: {"ReadOnly": "closed"} sets $wgReadOnly.
if ( !defined( 'MEDIAWIKI' ) ) {
	exit;
}
$folder = getenv( 'WIKI_FOLDER' );
$database = [
	'type' => 'sqlite',
	'tablePrefix' => '',
	'dbDirectory' => "$folder/data",
	'trxMode' => 'IMMEDIATE',
	'flags' => 0,
	'variables' => [ 'synchronous' => 'OFF' ],
];

$wgSitename = 'Wiki for tests';
$wgServer = getenv( 'WIKI_SERVER' );
$wgScriptPath = '';
$wgSecretKey = str_repeat( 'only for tests ', 5 );
$wgUsePathInfo = true;
$wgJobRunRate = 0;

$wgDBtype = 'sqlite';
$wgDBname = 'wiki';
$wgSQLiteDataDir = "$folder/data";
$wgCacheDirectory = "$folder/cache";
$wgLocalisationCacheConf['store'] = 'array';
// Sessions and what rate limits count; separate, so that one does not wait for the other.
$wgObjectCaches[CACHE_DB] = [
	'class' => SqlBagOStuff::class,
	'server' => [ 'dbname' => 'wikicache' ] + $database,
];
$wgMainCacheType = CACHE_DB;
$wgJobTypeConf['default'] = [
	'class' => JobQueueDB::class,
	'claimTTL' => 3600,
	'server' => [ 'dbname' => 'wiki_jobqueue' ] + $database,
];

$wgEnableEmail = true;
$wgEnableUserEmail = true;
$wgEmailAuthentication = true;
$wgPasswordSender = 'wiki@wiki.example.org';
$wgSMTP = [
	'host' => '127.0.0.1',
	'IDHost' => 'wiki.example.org',
	'port' => (int)getenv( 'WIKI_SMTP_PORT' ),
	'auth' => false,
];

// Later versions can rename accounts without an extension.
if ( file_exists( "$IP/extensions/Renameuser/extension.json" ) ) {
	wfLoadExtension( 'Renameuser' );
}

foreach ( json_decode( file_get_contents( "$folder/switches.json" ), true ) as $name => $value ) {
	$GLOBALS["wg$name"] = $value;
}
