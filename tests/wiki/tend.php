<?php
// What a test does to the wiki behind its back, with MediaWiki's own code:
// php tend.php '[["account", {...}], ["rename", {...}]]' prints a JSON list of results.

use MediaWiki\Extension\Renameuser\RenameuserSQL as RenameByExtension;
use MediaWiki\MediaWikiServices;
use MediaWiki\RenameUser\RenameuserSQL as RenameByCore;

require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class Tend extends Maintenance {
	public function __construct() {
		parent::__construct();
		$this->addArg( 'steps', 'JSON' );
	}

	public function execute() {
		$results = [];
		foreach ( json_decode( $this->getArg( 0 ), true ) as [ $step, $with ] ) {
			$results[] = $this->$step( $with );
		}
		$this->output( json_encode( $results ) );
	}

	/** { name, email, confirmed, allows_mail }: the new account's id. */
	private function account( array $with ): int {
		$user = User::createNew( $with['name'], [
			'email' => $with['email'],
			'email_authenticated' => $with['confirmed'] ? wfTimestampNow() : null,
		] );
		if ( !$user ) {
			$this->fatalError( "There is an account \"{$with['name']}\" already." );
		}
		if ( !$with['allows_mail'] ) {
			$options = MediaWikiServices::getInstance()->getUserOptionsManager();
			$options->setOption( $user, 'disablemail', 1 );
			$options->saveOptions( $user );
		}
		return $user->getId();
	}

	/** { name, app, password }: a bot password that may mail. */
	private function botPassword( array $with ): bool {
		$login = BotPassword::newUnsaved( [
			'username' => $with['name'],
			'appId' => $with['app'],
			'grants' => [ 'basic', 'sendemail' ],
		] );
		$passwords = MediaWikiServices::getInstance()->getPasswordFactory();
		return $login->save( 'insert', $passwords->newFromPlaintext( $with['password'] ) )->isGood();
	}

	/** { old, new } */
	private function rename( array $with ): bool {
		$id = User::idFromName( $with['old'] );
		$way = class_exists( RenameByCore::class ) ? RenameByCore::class : RenameByExtension::class;
		return ( new $way( $with['old'], $with['new'], $id, $this->someone() ) )->rename();
	}

	/** { name }: for ever, and from mailing others as well. */
	private function block( array $with ): bool {
		$blocks = MediaWikiServices::getInstance()->getBlockUserFactory();
		return $blocks->newBlockUser(
			$with['name'],
			$this->someone(),
			'infinity',
			'for a test',
			[ 'isEmailBlocked' => true ]
		)->placeBlockUnsafe()->isGood();
	}

	private function someone(): User {
		return User::newSystemUser( 'Maintenance script', [ 'steal' => true ] );
	}
}

$maintClass = Tend::class;
require_once RUN_MAINTENANCE_IF_MAIN;
